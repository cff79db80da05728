import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSweep } from '../../../functions/loans/container.ts';
import { runSweep } from '../../../functions/retention/app/run-sweep.ts';
import { createReadDeps, createSweepDeps } from '../../../functions/retention/container.ts';
import {
  created,
  held,
  intake,
  openLoansGround,
  returned,
  stored,
} from '../../integration/loans/ground.ts';
import type { TestGround } from '../../support/runtime.ts';

/** Enough loans for several pages of deletion would be slow here; two communes and three categories take every step. */
const events = [
  ...Array.from({ length: 4 }, (_, n) => [
    created(n, { library: n % 2 ? 'vs-centre' : 'mf-centre' }),
    returned(n, { library: n % 2 ? 'vs-centre' : 'mf-centre' }),
  ]).flat(),
  created(99),
  held('hold.placed', {
    patronRef: 'koha:1042',
    at: '2026-01-03T10:00:00+01:00',
    pickupBy: '2026-01-20',
  }),
];

let ground: TestGround;
beforeAll(async () => {
  ground = await openLoansGround('2026-01-20T09:00:00+01:00');
});
afterAll(() => ground.stop());

/** What is left, without what differs from run to run (nonces, hashes under fresh keys). */
const remains = async () =>
  (await stored(ground))
    .map((item) => JSON.stringify([item['kind'], item['state'], item['lastLoanEnd']]))
    .toSorted();

async function fill(): Promise<void> {
  ground.setNow('2026-01-20T09:00:00+01:00');
  for (const { pk, sk } of await stored(ground)) {
    await ground.client.send(new DeleteItemCommand({ TableName: 'Loans', Key: { pk, sk } }));
  }
  const outcomes = await intake(ground.runtime())(...events);
  expect(outcomes.every(({ status }) => status === 'APPLIED')).toBe(true);
  ground.setNow('2026-06-01T00:00:00+02:00');
}

const sweep = () => createSweep(ground.runtime()).sweep(ground.runtime().clock.now());

describe('two sweeps', () => {
  it('[RET-04] [RET-05] at once end like one', async () => {
    await fill();
    const reports = await sweep();
    const end = await remains();
    await fill();
    await Promise.all([sweep(), sweep()]);
    expect(await sweep()).toEqual(reports);
    expect(await remains()).toEqual(end);
  });
});

describe('the night and its record', () => {
  /** As the scheduler runs it; the lines that are on record afterwards. */
  const night = async (at: string) => {
    ground.setNow(at);
    const runtime = ground.runtime();
    const deps = createSweepDeps(runtime, [createSweep(runtime)]);
    await runSweep(deps, runtime.clock.now());
  };
  const recorded = async () => {
    const { items } = await createReadDeps(ground.runtime()).runs.list({
      communes: ground.network.communes.map(({ id }) => id),
      limit: 50,
    });
    return items.map(({ rule, commune, found, deleted, recount }) => ({
      ...{ rule, commune, found, deleted, recount },
    }));
  };
  const clearRuns = async () => {
    for (const { pk, sk } of await stored(ground, 'RetentionRuns'))
      await ground.client.send(
        new DeleteItemCommand({ TableName: 'RetentionRuns', Key: { pk, sk } }),
      );
  };
  const linked = async () => (await stored(ground)).filter((item) => 'borrower' in item);

  it.each([
    ['twice', ['2026-06-01T00:00:00+02:00', '2026-06-01T12:00:00+02:00']],
    ['three days late', ['2026-06-04T00:00:00+02:00']],
    [
      'with a clock that was set back by an hour',
      ['2026-06-01T00:00:00+02:00', '2026-05-31T23:00:00+02:00', '2026-06-01T00:00:00+02:00'],
    ],
  ])('[RET-04] [RET-21] run %s, ends and is recorded as if it had run once', async (_, times) => {
    await fill();
    await clearRuns();
    for (const at of times) await night(at);
    const lines = await recorded();
    expect(lines).toHaveLength(3);
    expect(lines.map(({ found, deleted }) => found - deleted)).toEqual([0, 0, 0]);
    expect(lines.reduce((sum, { found }) => sum + found, 0)).toBe(5);
    expect(await linked()).toEqual([]);
  });

  it('[RET-04] [RET-21] run twice at the same time, is recorded once', async () => {
    await fill();
    await clearRuns();
    const at = '2026-06-01T00:00:00+02:00';
    await Promise.all([night(at), night(at)]);
    expect(await recorded()).toHaveLength(3);
    expect(await linked()).toEqual([]);
  });

  it('[RET-04] a return told in the hour that comes twice leaves with the second midnight', async () => {
    await fill();
    await night('2026-06-01T00:00:00+02:00');
    ground.setNow('2026-05-31T23:30:00+02:00');
    await intake(ground.runtime())(returned(99));
    expect(await linked()).toHaveLength(1);
    await night('2026-06-01T00:00:00+02:00');
    expect(await linked()).toEqual([]);
  });
});
