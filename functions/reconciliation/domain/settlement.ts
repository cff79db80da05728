import type { Temporal } from 'temporal-polyfill';

/** An open loan as the comparison sees it. */
export interface Out {
  readonly name: string;
  /** Latest sign of life, epoch milliseconds. */
  readonly lastSignAt: number;
}

/** Below this many, no share is suspicious. */
const few = 20;
/** A library that lost more than a quarter of its returns has more likely sent half a snapshot. */
const share = 0.25;

/** A loan that the library system no longer has out, and of which nothing later was heard: its return was lost. */
export const isLost = (
  { name, lastSignAt }: Out,
  snapshot: { said: ReadonlySet<string>; at: Temporal.Instant },
): boolean => !snapshot.said.has(name) && lastSignAt <= snapshot.at.epochMilliseconds;

/** Whether so many may be settled without somebody having looked. */
export const isPlausible = (lost: number, open: number, confirmed: number | undefined): boolean =>
  lost <= Math.max(few, Math.floor(open * share), confirmed ?? 0);
