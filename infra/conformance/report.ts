import * as z from 'zod';
import { differences } from './differences.ts';
import { engineTitles } from './engines.ts';

export const EngineReport = z.object({
  engine: z.enum(['dynoxide', 'dynamodb-local', 'ministack']),
  outcomes: z.array(z.object({ title: z.string(), expected: z.string(), observed: z.string() })),
  story: z.object({ differing: z.int(), text: z.string() }),
});
export type EngineReport = z.infer<typeof EngineReport>;

const differs = ({ expected, observed }: EngineReport['outcomes'][number]) => expected !== observed;

/** Differences without a verdict, and verdicts on what is no longer different. */
export function unexplained({ engine, outcomes }: EngineReport): readonly string[] {
  const known = differences.filter((one) => one.engine === engine).map(({ check }) => check);
  const seen = outcomes.filter(differs).map(({ title }) => title);
  return [
    ...seen.filter((title) => !known.includes(title)).map((title) => `no verdict on: ${title}`),
    ...known
      .filter((title) => !seen.includes(title))
      .map((title) => `no longer different: ${title}`),
  ];
}

/** `docs/conformance.md` */
export function renderReport(reports: readonly EngineReport[]): string {
  const titles = reports.map(({ engine }) => engineTitles[engine]);
  const rows = reports[0]?.outcomes.map(({ title, expected }) => {
    const cells = reports.map(({ outcomes }) => {
      const found = outcomes.find((one) => one.title === title);
      return found && !differs(found) ? '✓' : `**${found?.observed ?? 'not run'}**`;
    });
    return row([title, expected, ...cells]);
  });
  const story = row([
    'the story of `npm run demo`',
    'every step as expected',
    ...reports.map(({ story: { differing } }) =>
      differing === 0 ? '✓' : `**${differing} differ**`,
    ),
  ]);
  return [
    '<!-- Written by `npm run conformance`. Do not edit. -->',
    '# Three engines, one behaviour',
    'The storage suite uses the functions of `#core/dynamo.ts`, which all adapters use, against what AWS documents of DynamoDB. Run it with `npm run conformance`, or on one engine with `npm run conformance -- dynamodb-local`.',
    [
      row(['Behaviour', 'AWS', ...titles]),
      row(['---', '---', ...titles.map(() => '---')]),
      ...(rows ?? []),
      story,
    ].join('\n'),
    '## Differences',
    differences.length === 0
      ? 'None.'
      : differences
          .map(
            ({ engine, check, verdict }) => `- **${engineTitles[engine]}**, ${check}: ${verdict}`,
          )
          .join('\n'),
    '',
  ].join('\n\n');
}

const row = (cells: readonly string[]) =>
  `| ${cells.map((one) => one.replaceAll('|', '\\|')).join(' | ')} |`;
