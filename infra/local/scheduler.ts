import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Network } from '#core/network.ts';
import type { InventorySchedule } from '../inventory/types.ts';
import type { Background } from './background.ts';
import type { SettableClock } from './clock.ts';
import { daily, dueTimes, isFine, lastDue, type NextAfter } from './due.ts';
import type { Invoke, Outcome } from './invoke.ts';
import { openNotebook } from './notebook.ts';
import { oneAtATime } from './one-at-a-time.ts';

export interface Run {
  readonly schedule: string;
  /** When it was due, with the offset of its own zone. */
  readonly at: string;
  readonly outcome: Outcome['status'];
}

/** EventBridge Scheduler on the settable clock. */
export interface Scheduler {
  /** Moves the clock: forwards through every schedule due on the way, in order; backwards at once. */
  moveTo(target: Temporal.Instant): Promise<readonly Run[]>;
  /** Runs what has come due by itself. */
  catchUp(): Promise<readonly Run[]>;
  close(): void;
}

interface Parts {
  readonly network: Network;
  readonly schedules: readonly InventorySchedule[];
  readonly clock: SettableClock;
  readonly invoke: Invoke;
  readonly background: Pick<Background, 'drain' | 'nextVisibleAt'>;
  /** Grows with each write of any function. */
  readonly writes: () => number;
  /** At the end of a way, after all that was due on it: TTL comes last, as it does in the cloud. */
  readonly expire: () => Promise<unknown>;
  /** Remembers what has run, over restarts and settings back. */
  readonly file: string;
}

/** One schedule and what is known of its runs. */
interface Entry {
  readonly schedule: InventorySchedule;
  readonly next: NextAfter;
  /** More often than hourly. On a long way it runs when it has work, and looks in from time to time. */
  readonly isFine: boolean;
  /** When messages may leave again: a fine schedule looks in at that hour of every day. */
  readonly nextMorning: NextAfter;
  lastDue: number;
  /** `writes()` when it last started; when that has not grown since, there is no work. */
  seenWrites: number;
}

/** A way that the clock takes: until `to`, with an idle look of a fine schedule every `idleStep` milliseconds. */
interface Way {
  readonly to: number;
  readonly idleStep: number;
}

/** At most so many idle looks of a fine schedule on one way, beside one every morning. */
const idleLooks = 48;

export function createScheduler(parts: Parts): Scheduler {
  const { clock, background } = parts;
  const notebook = openNotebook(parts.file, Saved);
  const entries = openEntries(parts, notebook.saved ?? {});
  const now = () => clock.now().epochMilliseconds;
  const exclusively = oneAtATime();

  const run = async (entry: Entry, at: number): Promise<Run> => {
    entry.lastDue = at;
    entry.seenWrites = parts.writes();
    notebook.save(Object.fromEntries(entries.map((one) => [one.schedule.id, one.lastDue])));
    const { id, target, zone = parts.network.zone } = entry.schedule;
    const due = Temporal.Instant.fromEpochMilliseconds(at);
    // The input that `infra/cdk/schedules.ts` gives to EventBridge Scheduler.
    const event = { schedule: id, at: due.toString({ smallestUnit: 'second' }) };
    const { status } = await parts.invoke({ target, event });
    return { schedule: id, at: due.toString({ timeZone: zone }), outcome: status };
  };

  const follow = async (way: Way): Promise<Run[]> => {
    const ran: Run[] = [];
    for (let position = now(); ;) {
      await background.drain();
      const next = earliest(entries, way, { position, writes: parts.writes() });
      const visible = background.nextVisibleAt()?.epochMilliseconds ?? Infinity;
      // What is visible and still there after a drain has no consumer.
      const at = Math.min(next.at, visible > now() ? visible : Infinity);
      if (at > way.to) return ran;
      position = Math.max(position, at);
      if (at > now()) clock.set(Temporal.Instant.fromEpochMilliseconds(at));
      if (next.entry && next.at === at) ran.push(await run(next.entry, at));
    }
  };
  return {
    moveTo: (target) =>
      exclusively(async () => {
        const [from, to] = [now(), target.epochMilliseconds];
        if (to < from) {
          clock.set(target);
          return [];
        }
        const ran = await follow({ to, idleStep: (to - from) / idleLooks });
        if (now() < to) clock.set(target);
        await parts.expire();
        return ran;
      }),
    catchUp: () =>
      exclusively(async () => {
        const ran = await follow({ to: now(), idleStep: 0 });
        await parts.expire();
        return ran;
      }),
    close: () => notebook.close(),
  };
}

/** How far the clock has come on its way, and what had been written by then. */
interface Moment {
  readonly position: number;
  readonly writes: number;
}

function earliest(
  entries: readonly Entry[],
  way: Way,
  moment: Moment,
): { entry?: Entry; at: number } {
  let first: { entry?: Entry; at: number } = { at: Infinity };
  for (const entry of entries) {
    const at = entry.isFine ? nextFineRun(entry, way, moment) : entry.next(entry.lastDue);
    if (at < first.at) first = { entry, at };
  }
  return first;
}

/** Soon when something was written since it last started; else in the morning, after `idleStep`, or at the very end. */
function nextFineRun(entry: Entry, way: Way, { position, writes }: Moment): number {
  const lookIn = Math.min(entry.lastDue + way.idleStep, entry.nextMorning(entry.lastDue));
  const next = entry.next(Math.max(entry.lastDue, lookIn - 1));
  if (entry.seenWrites !== writes)
    return Math.min(next, entry.next(Math.max(entry.lastDue, position - 1)));
  return next <= way.to ? next : lastDue(entry.next, entry.lastDue, way.to);
}

const Saved = z.record(z.string(), z.number());

function openEntries({ schedules, network, clock }: Parts, saved: z.infer<typeof Saved>): Entry[] {
  const now = clock.now().epochMilliseconds;
  return schedules.map((schedule) => {
    const next = dueTimes(schedule, network.zone);
    return {
      schedule,
      next,
      isFine: isFine(next),
      nextMorning: daily(network.smsWindow.from, network.zone),
      lastDue: skipMissed(next, saved[schedule.id] ?? now, now),
      seenWrites: -1,
    };
  });
}

/** After a long time switched off one or two runs make up for all that were missed: each looks at all there is. */
function skipMissed(next: NextAfter, since: number, now: number): number {
  let start = since;
  for (let gap = now - since; gap > 1000; gap /= 2)
    if (next(Math.ceil(now - gap)) <= now) start = Math.ceil(now - gap);
  return start;
}
