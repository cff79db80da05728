import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Backup } from '../../../infra/restore/restore.ts';
import { openKillGround, type KillGround, type Task } from './ground.ts';

let ground: KillGround;
/** Before the last night. */
let eve: Backup;
const last = '2032-02-01T00:00:00+01:00';
beforeAll(async () => {
  ground = await openKillGround();
}, 120_000);
afterAll(() => ground.stop());

/** What is stored, but for what chance makes: nonces and keys, ids of events, and hashes under a key that was made anew. */
const stored = (state: Backup): string[] =>
  [...state]
    .flatMap(([table, items]) =>
      [...items.values()].map((item) =>
        `${table} ${JSON.stringify(item, plainly)}`
          .replaceAll(/\b[0-9A-HJKMNP-TV-Z]{26}\b/gu, 'ULID')
          .replaceAll(/(LOAN#\d{12}#)[\w-]+/gu, '$1HASH'),
      ),
    )
    .toSorted();

/** The engine keeps no order among the attributes. */
function plainly(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return 'bytes';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * SIGKILL at every change that the process makes outside of itself, in turn; then the same again, undisturbed. Between two
 * changes nothing is awaited but answers, which leave nothing behind.
 * @returns at how many changes it died
 */
async function killAtEveryChange(task: Task, meanwhile: () => Promise<void>): Promise<number> {
  const before = await ground.state();
  const { code, changes } = await ground.run(task);
  expect(code).toBe(0);
  const end = await ground.state();
  for (const [n, change] of changes.entries()) {
    await ground.reset(before);
    expect(await ground.run(task, n + 1)).toMatchObject({ signal: 'SIGKILL' });
    if (n + 1 < changes.length) await meanwhile();
    await ground.runHere(task);
    expect([n, change, stored(await ground.state())]).toEqual([n, change, stored(end)]);
  }
  await ground.reset(end);
  return changes.length;
}

const lines = async () =>
  [...((await ground.state()).get('RetentionRuns')?.values() ?? [])]
    .map(({ rule, category, found }) => [rule?.S, category?.S, found?.N].join(' '))
    .toSorted();

/** Without the lines, which bear the hour of their run. */
const remains = (state: Backup) =>
  stored(new Map([...state].filter(([table]) => table !== 'RetentionRuns')));

const forgotten = [
  'RET-01 LOAN_LINK 4',
  'RET-01 LOAN_LINK 4',
  'RET-06 DISPUTED_LOAN 1',
  'RET-12 KEPT_LOAN 2',
  'RET-14 DEBT 1',
  'RET-15 CONSENT_PROOF 2',
  'RET-18 OPPOSED_CONTACT 1',
  'RET-19 INTERNET_SECURITY 1',
  'RET-19 INTERNET_TECHNICAL 1',
];

describe('kill -9', () => {
  it('[RET-20] at any change of a restore leaves it shut, and the next one ends as if it never had been', async () => {
    const before = await ground.state();
    const restore = { what: 'RESTORE', at: '2026-11-29T10:00:00+01:00' } as const;
    const died = await killAtEveryChange(restore, async () => {
      expect(await ground.isShut()).toBe(true);
    });
    expect(died).toBeGreaterThan(20);
    expect(await ground.isShut()).toBe(false);
    const end = stored(await ground.state());
    await ground.runHere(restore);
    expect(stored(await ground.state())).toEqual(end);
    await ground.reset(before);
  }, 400_000);

  it.each([
    ['that keeps what readers want to keep', '2027-03-28T00:00:00+01:00'],
    ['of years later', last],
  ])(
    '[RET-04] [RET-12] [RET-21] at any change of a night %s, which then ends and is recorded once',
    async (_, at) => {
      eve = await ground.state();
      const died = await killAtEveryChange({ what: 'NIGHT', at }, () => Promise.resolve());
      expect(died).toBeGreaterThan(15);
    },
    400_000,
  );

  it('[RET-05] every kind of thing was among what the nights forgot', async () => {
    expect(await lines()).toEqual(forgotten);
  });
});

describe('the night', () => {
  it.each([
    ['twice at the same time', [[last, last]]],
    ['three days late', [['2032-02-04T00:00:00+01:00']]],
    ['with a clock set back by an hour', [[last], ['2032-01-31T23:00:00+01:00'], [last]]],
  ])('[RET-04] [RET-21] run %s ends and is recorded as if it had run once', async (_, nights) => {
    const end = remains(await ground.state());
    await ground.reset(eve);
    for (const together of nights)
      await Promise.all(together.map((at) => ground.runHere({ what: 'NIGHT', at })));
    expect(await lines()).toEqual(forgotten);
    expect(remains(await ground.state())).toEqual(end);
  });
});
