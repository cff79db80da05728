import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';
import type { InventorySchedule } from '../inventory/types.ts';

/** Instants are milliseconds since the epoch here: they are compared by the ten thousand. */
export type NextAfter = (at: number) => number;

const minute = 60_000;
const hour = 60 * minute;

/** When a schedule is due. @param zone of the network, for a schedule that names none */
export function dueTimes(
  schedule: Pick<InventorySchedule, 'cron' | 'everyMinutes' | 'zone'>,
  zone: string,
): NextAfter {
  if (schedule.everyMinutes !== undefined) {
    const period = schedule.everyMinutes * minute;
    return (at) => (Math.floor(at / period) + 1) * period;
  }
  return cronTimes(schedule.cron ?? '', schedule.zone ?? zone);
}

function cronTimes(pattern: string, timezone: string): NextAfter {
  const cron = new Cron(pattern, { timezone, paused: true });
  return rememberLast((at) => cron.nextRun(new Date(at))?.getTime() ?? Infinity);
}

/** Whether it comes round more often than once an hour: the gaps of two hundred runs tell, as cron has no single period. */
export function isFine(next: NextAfter): boolean {
  let at = next(Temporal.Instant.from('2026-01-05T00:00Z').epochMilliseconds);
  for (let looks = 0; looks < 200; looks += 1) {
    const following = next(at);
    if (following - at < hour) return true;
    at = following;
  }
  return false;
}

/** Every day at `time` (`08:00`) in `zone`. */
export function daily(time: string, zone: string): NextAfter {
  const [hours = '0', minutes = '0'] = time.split(':');
  return cronTimes(`${Number(minutes)} ${Number(hours)} * * *`, zone);
}

/** The last due instant after `after` and not after `to`, looked for in the hour before `to`; Infinity without one. */
export function lastDue(next: NextAfter, after: number, to: number): number {
  let last = Infinity;
  for (let at = next(Math.max(after, to - hour)); at <= to; at = next(at)) last = at;
  return last;
}

function rememberLast(next: NextAfter): NextAfter {
  let known = { at: NaN, next: NaN };
  return (at) => {
    if (known.at !== at) known = { at, next: next(at) };
    return known.next;
  };
}
