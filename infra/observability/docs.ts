import { logMeanings, metricMeanings } from '#core/log-catalogue.ts';
import { loggableKeys } from '#core/log.ts';
import { metricNamespace, metricSpecs } from '#core/metrics.ts';
import type { Inventory } from '../inventory/types.ts';
import { alarmsOf, runbooks } from './alarms.ts';

const generated = '<!-- Written by `npm run generate`. Do not edit. -->';

/** `docs/runbooks/README.md`: every alarm of the repository's plugins, by what to do when it rings. */
export function runbookIndex(inventory: Inventory): string {
  const alarms = alarmsOf(inventory);
  const rows = runbooks.flatMap((runbook) =>
    alarms
      .filter((alarm) => alarm.runbook === runbook)
      .map(({ id, label, most }) => [code(id), label, String(most), `[${runbook}](${runbook}.md)`]),
  );
  return [
    generated,
    '# Alarms and what to do',
    'An alarm names its page in its description. The topic `AlarmTopicArn` (output of the stack `observability`) tells whoever subscribed.',
    table(['Alarm', 'It rings when', 'More than', 'What to do'], rows),
    '',
  ].join('\n\n');
}

/** `docs/log-catalogue.md`: all that functions ever write. */
export function logCatalogue(): string {
  return [
    generated,
    '# What the logs say',
    'A function writes one JSON line at a time: `level`, `message` (a code of this list) and fields of the closed list below; any other field is dropped before it is written. None holds a name, an address, a number or a text of a reader, nor the message of an error (GOV-15): `test/integration/canary.test.ts` sends a person through everything and looks for them.',
    '## Codes',
    table(
      ['Code', 'Meaning'],
      Object.entries(logMeanings).map(([name, meaning]) => [code(name), meaning]),
    ),
    '## Fields',
    loggableKeys.map(code).join(', '),
    '## Measures',
    `A measure is a line with its own name as a field. What an alarm watches has \`_aws\` and is a metric of the namespace \`${metricNamespace}\` (CloudWatch embedded metric format); the dashboard counts the others from the log.`,
    table(
      ['Measure', 'Unit', 'Fields', 'Meaning', ''],
      Object.entries(metricMeanings).map(([name, meaning]) => {
        const spec = Object.entries(metricSpecs).find(([known]) => known === name)?.[1];
        const dimensions = ['network', ...(spec?.dimensions ?? [])];
        const kind = spec?.watched ? 'metric' : 'log';
        return [code(name), spec?.unit ?? '', dimensions.map(code).join(', '), meaning, kind];
      }),
    ),
    '',
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const code = (text: string) => `\`${text}\``;
