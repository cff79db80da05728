import type { Temporal } from 'temporal-polyfill';
import type { ChangeEvent } from '#core/events.ts';
import type { Histories, Keeper, KeepsSince } from './ports.ts';

/** The choice that a history rests on; it has one channel. */
export const historyChoice = { purpose: 'HISTORY_KEEP', channel: 'PORTAL' } as const;

/** A STOP speaks of every purpose. */
const isAbout = ({ data }: ChangeEvent) =>
  data['purpose'] === historyChoice.purpose || data['purpose'] === '*';

/**
 * A reader said something about their history. What holds now decides, not what the event says: it may come late, twice
 * or out of order. RET-13: a withdrawal destroys the key at once; the sweep deletes the bytes within the day.
 */
export async function noteChoice(
  deps: { histories: Histories; keepsSince: KeepsSince },
  event: ChangeEvent,
): Promise<void> {
  const { subjectRef, commune } = event;
  if (subjectRef === undefined || !isAbout(event)) return;
  const { histories, keepsSince } = deps;
  const since = (await keepsSince([subjectRef])).get(subjectRef);
  const keeper = await histories.find(subjectRef);
  if (keeper && isUnbroken(keeper, since)) return;
  if (keeper) await histories.end(keeper);
  if (!since) return;
  if (keeper) await clear(histories, keeper);
  await histories.begin({ subjectRef, commune }, since);
}

const isUnbroken = (keeper: Keeper, since: Temporal.Instant | undefined): boolean =>
  !keeper.isEnded && since !== undefined && keeper.since.equals(since);

/** A new yes keeps nothing of what an earlier one had kept. */
async function clear(histories: Histories, keeper: Keeper): Promise<void> {
  const { subjectRef } = keeper.subject;
  await histories.remove(subjectRef, await histories.list(subjectRef));
  await histories.close(keeper);
}
