import type { Temporal } from 'temporal-polyfill';
import { epochSeconds } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import type { Suppression } from './facts.ts';

const { suppression: protection } = retentionRules['RET-18'].parameters;

/** RET-18: until when an address or number opposed now is protected; epoch seconds. */
export function protectedUntil(now: Temporal.Instant, zone: string): number {
  return epochSeconds(now.toZonedDateTimeISO(zone).add(protection).toInstant());
}

/**
 * Each calendar year hashes under a key of its own, which dies when the last entry of that year is over. These are the
 * deaths of the keys that live now, this year's first: epoch seconds, four of them. The year is UTC's, so that the name of
 * a key does not hang on a zone.
 */
export function livingKeys(now: Temporal.Instant): number[] {
  const newYear = now.toZonedDateTimeISO('UTC').toPlainDate().with({ month: 1, day: 1 });
  const deaths: number[] = [];
  for (let years = 1; ; years -= 1) {
    const death = newYear.add({ years }).add(protection).toZonedDateTime('UTC').toInstant();
    if (death.epochMilliseconds <= now.epochMilliseconds) return deaths;
    deaths.push(epochSeconds(death));
  }
}

/** What is known of one contact under several keys, as one. */
export function together(entries: readonly Suppression[]): Suppression | undefined {
  const [at] = entries.map((entry) => entry.at).toSorted((a, b) => (a < b ? 1 : -1));
  return at === undefined
    ? undefined
    : { at, purposes: new Set(entries.flatMap(({ purposes }) => [...purposes])) };
}
