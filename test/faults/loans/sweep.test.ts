import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSweep } from '../../../functions/loans/container.ts';
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
  ...Array.from({ length: 6 }, (_, n) => [
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

class Killed extends Error {}

/** A process that dies at its k-th named point. */
function dying(k: number) {
  let left = k;
  const reached = () => {
    if (left === 0) throw new Killed();
    left -= 1;
  };
  return ground.runtime({ reached });
}

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

const sweep = (runtime = ground.runtime()) => createSweep(runtime).sweep(runtime.clock.now());

describe('a sweep that is killed', () => {
  it('[RET-04] [RET-05] killed at any point and run again, ends and reports as if it never had been', async () => {
    await fill();
    const reports = await sweep();
    const end = await remains();
    expect(reports).toHaveLength(3);
    let points = 0;
    for (let isKilled = true; isKilled; points += 1) {
      await fill();
      isKilled = await sweep(dying(points)).then(
        () => false,
        (error: unknown) => error instanceof Killed,
      );
      expect(await sweep()).toEqual(reports);
      expect(await remains()).toEqual(end);
    }
    expect(points).toBeGreaterThan(6);
  });

  it('[RET-04] two sweeps at once end like one', async () => {
    await fill();
    const reports = await sweep();
    const end = await remains();
    await fill();
    await Promise.all([sweep(), sweep()]);
    expect(await sweep()).toEqual(reports);
    expect(await remains()).toEqual(end);
  });
});
