import { glob, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { logMeanings, metricMeanings } from '#core/log-catalogue.ts';
import { createLog } from '#core/log.ts';
import { measure } from '#core/metrics.ts';
import { network } from '../../cdk/stacks.ts';

const root = resolve(import.meta.dirname, '../../..');

function measured(work: (runtime: Parameters<typeof measure>[0]) => void): unknown[] {
  const lines: string[] = [];
  const now = Temporal.Instant.from('2026-11-23T08:00:00Z');
  work({ network, clock: { now: () => now }, log: createLog((line) => lines.push(line)) });
  return lines.map((line): unknown => JSON.parse(line));
}

describe('a measure', () => {
  it('that an alarm watches is one line in the embedded format of CloudWatch', () => {
    const lines = measured((runtime) =>
      measure(runtime, { name: 'OldestDueItem', value: 7200, dimensions: {} }),
    );
    expect(lines).toEqual([
      {
        _aws: {
          Timestamp: 1_795_420_800_000,
          CloudWatchMetrics: [
            {
              Namespace: 'Discretion',
              Dimensions: [['network']],
              Metrics: [{ Name: 'OldestDueItem', Unit: 'Seconds' }],
            },
          ],
        },
        network: 'pays-de-valserine',
        OldestDueItem: 7200,
      },
    ]);
  });

  it('that people look at is a line of the log, which CloudWatch bills as no metric', () => {
    const dimensions = { channel: 'SMS', outcome: 'SENT' };
    expect(
      measured((runtime) => measure(runtime, { name: 'Messages', value: 1, dimensions })),
    ).toEqual([{ network: 'pays-de-valserine', channel: 'SMS', outcome: 'SENT', Messages: 1 }]);
  });

  it.each(['Ana Nguyên', 'ana@example.org', '+33612345678', 'koha:1042', ''])(
    '[GOV-15] says OTHER for %p: a dimension is a code, never a person',
    (reason) => {
      const lines = measured((runtime) =>
        measure(runtime, { name: 'GateRefusals', value: 1, dimensions: { reason } }),
      );
      expect(lines).toEqual([expect.objectContaining({ reason: 'OTHER' })]);
    },
  );

  it('carries no dimension but those of its list', () => {
    const dimensions = { channel: 'SMS', outcome: 'SENT', patron: 'ANA' };
    const lines = measured((runtime) =>
      measure(runtime, { name: 'Messages', value: 1, dimensions }),
    );
    expect(JSON.stringify(lines)).not.toContain('ANA');
  });
});

describe('the catalogue', () => {
  it('lists nothing that no code writes', async () => {
    const own = /layers\/core\/(?:log|log-catalogue|metrics)\.ts$/u;
    const sources: string[] = [];
    for await (const file of glob('{functions,layers,infra/local}/**/*.ts', { cwd: root })) {
      if (!own.test(file)) sources.push(await readFile(join(root, file), 'utf8'));
    }
    const silent = [...Object.keys(logMeanings), ...Object.keys(metricMeanings)].filter(
      (name) => !sources.some((source) => source.includes(`'${name}'`)),
    );
    expect(silent).toEqual([]);
  });
});
