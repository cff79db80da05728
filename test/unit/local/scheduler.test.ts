import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { demoStart, openClock } from '../../../infra/local/clock.ts';
import type { Invocation, Outcome } from '../../../infra/local/invoke.ts';
import { createScheduler } from '../../../infra/local/scheduler.ts';
import type { InventorySchedule } from '../../../infra/inventory/types.ts';
import { network } from '../inventory/runtime.ts';

const folder = mkdtempSync(join(tmpdir(), 'discretion-scheduler-'));
afterAll(() => rmSync(folder, { recursive: true }));

const schedule = (
  id: string,
  when: Pick<InventorySchedule, 'cron' | 'everyMinutes' | 'zone'>,
): InventorySchedule => ({
  id,
  plugin: 'p',
  target: `p-${id}`,
  function: id,
  title: { fr: '', en: '' },
  ...when,
});

interface Given {
  readonly schedules: readonly InventorySchedule[];
  /** Writes that each run makes. */
  readonly writesOf?: (target: string) => number;
  readonly outcomeOf?: (target: string) => Outcome;
}

function setUp(name: string, { schedules, writesOf, outcomeOf }: Given) {
  const clock = openClock({ file: join(folder, `${name}.clock`), held: true });
  const seen: string[] = [];
  let writes = 0;
  const scheduler = createScheduler({
    network,
    schedules,
    clock,
    background: { drain: () => Promise.resolve(), nextVisibleAt: () => undefined },
    writes: () => writes,
    expire: () => Promise.resolve(),
    file: join(folder, `${name}.json`),
    invoke: ({ target }: Invocation) => {
      seen.push(`${target} ${clock.now().toString()}`);
      writes += writesOf?.(target) ?? 0;
      return Promise.resolve(outcomeOf?.(target) ?? { status: 'OK', value: undefined });
    },
  });
  const advance = (duration: object) =>
    scheduler.moveTo(clock.now().toZonedDateTimeISO('Europe/Paris').add(duration).toInstant());
  return { clock, scheduler, seen, advance };
}

describe('moving the clock', () => {
  it('runs schedules of several zones in the order of their instants, ties in the order of the inventory', async () => {
    const { advance, seen } = setUp('order', {
      schedules: [
        schedule('b', { cron: '0 12 * * *' }),
        schedule('a', { cron: '0 12 * * *' }),
        schedule('martinique', { cron: '0 6 * * *', zone: 'America/Martinique' }),
      ],
    });
    const ran = await advance({ hours: 6 });
    expect(seen).toEqual([
      'p-martinique 2026-11-23T10:00:00Z',
      'p-b 2026-11-23T11:00:00Z',
      'p-a 2026-11-23T11:00:00Z',
    ]);
    expect(ran[0]?.at).toBe('2026-11-23T06:00:00-04:00');
  });

  it('runs hourly schedules at every hour of a long way', async () => {
    const { advance } = setUp('hourly', { schedules: [schedule('hourly', { cron: '0 * * * *' })] });
    expect(await advance({ days: 10 })).toHaveLength(240);
  });

  it('says how a run ended and goes on', async () => {
    const { advance } = setUp('failed', {
      schedules: [schedule('nightly', { cron: '0 2 * * *' })],
      outcomeOf: () => ({ status: 'FAILED' }),
    });
    expect((await advance({ days: 2 })).map(({ outcome }) => outcome)).toEqual([
      'FAILED',
      'FAILED',
    ]);
  });

  it('runs a fine schedule right after another one wrote, until it writes nothing more', async () => {
    let left = 3;
    const { advance } = setUp('work', {
      schedules: [
        schedule('nightly', { cron: '0 2 * * *' }),
        schedule('pump', { everyMinutes: 1 }),
      ],
      writesOf: (target) => (target === 'p-nightly' ? 1 : Math.min(1, Math.max(0, left--))),
    });
    const ran = await advance({ days: 30 });
    const first = ran.findIndex(({ schedule: id }) => id === 'nightly');
    const next = ran.slice(first + 1, first + 3).map(({ schedule: id, at }) => `${id} ${at}`);
    expect(next[0]).toBe('pump 2026-11-24T02:00:00+01:00');
    expect(ran.length).toBeLessThan(500);
  });

  it('looks in at the hour at which messages may leave again, every day', async () => {
    const { advance } = setUp('morning', { schedules: [schedule('pump', { everyMinutes: 5 })] });
    const ran = await advance({ years: 1 });
    const mornings = ran.filter(({ at }) => at.includes('T08:00:00'));
    expect(mornings).toHaveLength(365);
  });

  it('two moves at the same time follow each other', async () => {
    const { scheduler, seen } = setUp('two', {
      schedules: [schedule('nightly', { cron: '0 2 * * *' })],
    });
    const target = demoStart.add({ hours: 24 });
    const [one, two] = await Promise.all([scheduler.moveTo(target), scheduler.moveTo(target)]);
    expect([one.length, two.length]).toEqual([1, 0]);
    expect(seen).toHaveLength(1);
  });
});

describe('after a time switched off', () => {
  it('makes up for what was missed with one or two runs', async () => {
    const schedules = [
      schedule('nightly', { cron: '0 2 * * *' }),
      schedule('yearly', { cron: '0 3 1 7 *' }),
    ];
    const before = setUp('off', { schedules });
    await before.advance({ days: 1 });
    before.clock.set(demoStart.add({ hours: 24 * 300 }));
    before.scheduler.close();
    before.clock.close();
    const after = setUp('off', { schedules });
    const ran = (await after.scheduler.catchUp()).map(({ schedule: id }) => id);
    expect(ran.filter((id) => id === 'yearly')).toHaveLength(1);
    expect(ran.filter((id) => id === 'nightly').length).toBeGreaterThanOrEqual(1);
    expect(ran.filter((id) => id === 'nightly').length).toBeLessThanOrEqual(2);
  });
});
