import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { createDueCalendar, type DueTable } from '#core/due.ts';
import { definePlugin } from '#core/manifest.ts';
import type { Runtime } from '#core/runtime.ts';
import { createPeriodKeys } from '#core/vault/period-keys.ts';
import { openTestGround, type TestGround } from '../../support/runtime.ts';

const notPersonal = { fr: 'Un essai.', en: 'A trial.' };
const manifest = definePlugin({
  name: 'things',
  title: { fr: 'Choses', en: 'Things' },
  description: { fr: 'Des choses qui partent.', en: 'Things that leave.' },
  functions: {},
  tables: { Things: { pitrDays: 7, notPersonal }, ThingKeys: { pitrDays: 1, notPersonal } },
});
const table = 'Things';
const midnight = Temporal.Instant.from('2027-03-01T00:00:00+01:00');
const purgeAt = midnight.epochMilliseconds / 1000;

let ground: TestGround;
beforeEach(async () => {
  ground = await openTestGround({ manifests: [manifest], now: '2026-11-23T09:00:00+01:00' });
});
afterEach(() => ground.stop());

function calendarOf(runtime: Runtime = ground.runtime(), more: Partial<DueTable> = {}) {
  const rules = { THING: 'RET-08', OTHER: 'RET-19' } as const;
  return createDueCalendar(runtime, { table, rules, ...more });
}

async function put(pk: string, sk: string, more: Record<string, string> = {}): Promise<void> {
  const strings = Object.entries({ pk, sk, ...more }).map(([name, S]) => [name, { S }] as const);
  await ground.client.send(
    new PutItemCommand({ TableName: table, Item: Object.fromEntries(strings) }),
  );
}

/** Keys of what is left, without the calendar. */
async function left(): Promise<string[]> {
  const { Items = [] } = await ground.client.send(new ScanCommand({ TableName: table }));
  return Items.map(({ pk, sk }) => `${pk?.S ?? ''} ${sk?.S ?? ''}`)
    .filter((key) => !key.startsWith('DUE '))
    .toSorted();
}
async function entries(): Promise<number> {
  const { Items = [] } = await ground.client.send(new ScanCommand({ TableName: table }));
  return Items.filter(({ pk }) => pk?.S === 'DUE').length;
}

const commune = 'valserine';
const thing = (on: string) => ({ category: 'THING', on });

/** Two parcels of one instant, a mark that nobody counts, one part of a partition, one that is not due. */
async function fill(): Promise<void> {
  const calendar = calendarOf();
  await calendar.enter({ commune, purgeAt, parcel: 'a' });
  await calendar.enter({ commune, purgeAt, parcel: 'b', before: '5' });
  await calendar.enter({ commune, purgeAt: purgeAt + 86_400, parcel: 'b' });
  await calendar.enter({ commune: 'montfort', purgeAt, parcel: 'm' });
  for (const n of ['1', '2', '3']) await put('a', n, thing(`2026-02-0${n}`));
  await put('a', 'mark');
  await put('b', '1', thing('2026-01-31'));
  await put('b', '4', { category: 'OTHER', on: '2026-02-10' });
  await put('b', '6', thing('2026-03-01'));
  await put('m', '1', thing('2026-02-02'));
}

const now = () => ground.runtime().clock.now();
const expected = [
  {
    ...{ rule: 'RET-08', commune, category: 'THING', found: 4, deleted: 4, recount: 0 },
    ...{ from: '2026-01-31', to: '2026-02-03', due: midnight },
  },
  {
    ...{ rule: 'RET-19', commune, category: 'OTHER', found: 1, deleted: 1, recount: 0 },
    ...{ from: '2026-02-10', to: '2026-02-10', due: midnight },
  },
  {
    ...{ rule: 'RET-08', commune: 'montfort', category: 'THING', found: 1, deleted: 1, recount: 0 },
    ...{ from: '2026-02-02', to: '2026-02-02', due: midnight },
  },
];

describe('what leaves a table by the calendar', () => {
  it('[RET-04] [RET-21] leaves at its instant and not before, counted by commune, instant and category', async () => {
    await fill();
    ground.setNow('2027-02-28T23:59:59+01:00');
    expect(await calendarOf().sweep(now())).toEqual([]);
    expect(await left()).toHaveLength(8);
    ground.setNow('2027-03-01T00:00:00+01:00');
    expect(byCommune(await calendarOf().sweep(now()))).toEqual(byCommune(expected));
    expect(await left()).toEqual(['b 6']);
  });

  it('[RET-04] is reported again for a day, the same, then closed; what came late goes too', async () => {
    await fill();
    ground.setNow('2027-03-01T00:00:00+01:00');
    const first = await calendarOf().sweep(now());
    await put('a', 'late', thing('2026-02-02'));
    ground.setNow('2027-03-01T12:00:00+01:00');
    expect(await calendarOf().sweep(now())).toEqual(first);
    expect(await left()).toEqual(['b 6']);
    ground.setNow('2027-03-04T00:00:00+01:00');
    const last = await calendarOf().sweep(now());
    expect(last).toEqual(expect.arrayContaining(first));
    expect(last).toHaveLength(first.length + 1);
    expect(await left()).toEqual([]);
    expect(await entries()).toBe(0);
    expect(await calendarOf().sweep(now())).toEqual([]);
  });

  it('[RET-04] three nights missed: each part is counted once, under the night on which it was due', async () => {
    await fill();
    ground.setNow('2027-03-06T09:00:00+01:00');
    const reports = await calendarOf().sweep(now());
    expect(reports.reduce((sum, { found }) => sum + found, 0)).toBe(7);
    expect(reports.find(({ from }) => from === '2026-03-01')?.due?.toString()).toBe(
      '2027-03-01T23:00:00Z',
    );
    expect(await left()).toEqual([]);
  });

  it('entered after its instant, it leaves with the next sweep and is looked at for a day', async () => {
    ground.setNow('2027-03-10T09:00:00+01:00');
    await calendarOf().enter({ commune, purgeAt, parcel: 'a' });
    await put('a', '1', thing('2026-02-01'));
    expect(await calendarOf().sweep(now())).toMatchObject([{ found: 1, deleted: 1 }]);
    await put('a', '2', thing('2026-02-01'));
    ground.setNow('2027-03-11T08:00:00+01:00');
    await calendarOf().sweep(now());
    expect([await left(), await entries()]).toEqual([[], 1]);
    ground.setNow('2027-03-11T09:00:00+01:00');
    await calendarOf().sweep(now());
    expect(await entries()).toBe(0);
  });

  it('[RET-04] destroys every key before the first byte', async () => {
    await fill();
    const keys = createPeriodKeys(ground.runtime(), 'ThingKeys');
    await keys.obtain({ commune, purgeAt });
    ground.setNow('2027-03-01T00:00:00+01:00');
    const seen: string[] = [];
    const runtime = ground.runtime({ reached: (point) => void seen.push(point) });
    const forget = createPeriodKeys(runtime, 'ThingKeys').destroy;
    await calendarOf(runtime, { forget }).sweep(now());
    expect(seen.lastIndexOf('due.sweep.key-destroyed')).toBeLessThan(
      seen.indexOf('due.sweep.page-deleted'),
    );
    ground.setNow('2026-12-01T00:00:00+01:00'); // Even with the clock set back the key is gone.
    expect(
      await createPeriodKeys(ground.runtime(), 'ThingKeys').find({ commune, purgeAt }),
    ).toBeUndefined();
  });

  it('[RET-04] killed at any point and run again, or twice at once, ends and reports as if it never had been', async () => {
    let points = 0;
    for (let isKilled = true; isKilled; points += 1) {
      ground.setNow('2026-11-23T09:00:00+01:00');
      await fill();
      ground.setNow('2027-03-01T00:00:00+01:00');
      isKilled = await calendarOf(dying(points))
        .sweep(now())
        .then(
          () => false,
          (error: unknown) => error instanceof Killed,
        );
      expect(byCommune(await calendarOf().sweep(now()))).toEqual(byCommune(expected));
      expect(await left()).toEqual(['b 6']);
      await clear();
    }
    expect(points).toBeGreaterThan(9);
    ground.setNow('2026-11-23T09:00:00+01:00');
    await fill();
    ground.setNow('2027-03-01T00:00:00+01:00');
    await Promise.all([calendarOf().sweep(now()), calendarOf().sweep(now())]);
    expect(byCommune(await calendarOf().sweep(now()))).toEqual(byCommune(expected));
  });
});

class Killed extends Error {}

/** A process that dies at its k-th named point. */
function dying(k: number): Runtime {
  let passages = k;
  return ground.runtime({
    reached: () => {
      if (passages === 0) throw new Killed();
      passages -= 1;
    },
  });
}

/** Everything away, without a word. */
async function clear(): Promise<void> {
  ground.setNow('2027-03-06T00:00:00+01:00');
  await calendarOf().sweep(now());
  expect([await left(), await entries()]).toEqual([[], 0]);
}

const byCommune = <R extends { commune: string; category: string }>(reports: readonly R[]) =>
  reports.toSorted((a, b) => (`${a.commune}${a.category}` < `${b.commune}${b.category}` ? -1 : 1));
