import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, getItems, putItems } from '#core/dynamo.ts';
import { createTallies, type Leaving } from '#core/tally.ts';
import * as z from 'zod';
import { manifest as disputes } from '../../../functions/disputes/manifest.ts';
import { openTestGround, type TestGround } from '../../support/runtime.ts';

const table = 'Disputes';
const line = { rule: 'RET-06', commune: 'montfort', category: 'DISPUTED_LOAN' } as const;

let ground: TestGround;
beforeEach(async () => {
  ground = await openTestGround({ manifests: [disputes], now: '2027-05-04T00:00:00+02:00' });
});
afterEach(() => ground.stop());

const tallies = () => createTallies(ground.runtime(), table);
const thing = (n: number): Leaving => ({
  keys: [
    { pk: 'THING', sk: String(n) },
    { pk: 'NAME', sk: String(n) },
  ],
  days: [`2027-04-${String((n % 28) + 1).padStart(2, '0')}`],
});

/** More than one transaction holds. */
async function fill(count: number): Promise<Leaving[]> {
  const things = Array.from({ length: count }, (_, n) => thing(n));
  await putItems(connect(ground.runtime()), {
    table,
    items: things.flatMap(({ keys }) => keys.map((key) => ({ ...key }))),
  });
  return things;
}

async function isGone(things: readonly Leaving[]): Promise<boolean> {
  const keys = things.flatMap((one) => one.keys);
  return (
    (await getItems(connect(ground.runtime()), { table, keys, schema: z.unknown() })).size === 0
  );
}

describe('a tally', () => {
  it('[RET-21] counts what it deletes, over as many transactions as it takes, and is gone when it is on record', async () => {
    const things = await fill(120);
    await tallies().forget(line, things);
    expect(await isGone(things)).toBe(true);
    const span = { from: '2027-04-01', to: '2027-04-28' };
    expect(await tallies().report([{ ...line, left: 0 }])).toMatchObject([
      { ...line, ...span, found: 120, deleted: 120, recount: 0 },
    ]);
    expect(await tallies().report([])).toEqual([]);
  });

  it('[RET-04] [RET-21] counts each thing once, however many runs delete it at the same time', async () => {
    const things = await fill(60);
    await Promise.all([
      tallies().forget(line, things),
      tallies().forget(line, things.toReversed()),
      tallies().forget(line, things.slice(20, 50)),
    ]);
    expect(await isGone(things)).toBe(true);
    expect(await tallies().report([])).toMatchObject([{ found: 60, deleted: 60 }]);
  });

  it('[RET-21] names the same line in every run until it is on record', async () => {
    await tallies().forget(line, await fill(3));
    const dying = tallies().report([], () => Promise.reject(new Error('killed')));
    await expect(dying).rejects.toThrow('killed');
    ground.setNow('2027-05-07T12:00:00+02:00');
    const [report] = await tallies().report([]);
    expect([report?.found, report?.due?.toString()]).toEqual([3, '2027-05-03T22:00:00Z']);
  });

  it('[RET-04] stays open for what is left behind, counted or not', async () => {
    expect(await tallies().report([{ ...line, left: 2 }])).toMatchObject([
      { found: 2, deleted: 0, recount: 2 },
    ]);
    await tallies().forget(line, await fill(3));
    const [left] = await tallies().report([{ ...line, left: 2 }]);
    expect(left).toMatchObject({ found: 5, deleted: 3, recount: 2 });
    ground.setNow('2027-05-05T00:00:00+02:00');
    await tallies().forget(line, await fill(2));
    expect(await tallies().report([{ ...line, left: 0 }])).toMatchObject([
      { found: 5, deleted: 5, recount: 0, due: left?.due },
    ]);
  });
});
