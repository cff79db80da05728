import { Temporal } from 'temporal-polyfill';
import type { IlsEvent, PatronRow } from '../wire.ts';
import { generateEvents } from './generate-loans.ts';
import { generateReaders } from './generate-readers.ts';

export interface DemoNetwork {
  /** Parents before their children. */
  readonly patrons: readonly PatronRow[];
  /** Strictly ordered in time, all before `now`. */
  readonly events: readonly IlsEvent[];
}

/** The clock of a fresh demo (`api.md`). */
export const demoNow = '2026-11-23T09:00:00+01:00';
export const demoSeed = 1042;

/**
 * The whole demo network of `pays-de-valserine`, the same for the same arguments.
 * @param now ISO-8601 with offset; nothing generated is later.
 */
export function generateDemo({
  seed,
  now,
  readers,
}: {
  seed: number;
  now: string;
  readers: number;
}): DemoNetwork {
  const zoned = Temporal.Instant.from(now).toZonedDateTimeISO('Europe/Paris');
  const people = generateReaders({ seed, today: zoned.toPlainDate(), count: readers });
  const events = generateEvents({ seed: seed + 1, now: zoned, readers: people });
  return { patrons: people.map(({ row }) => row), events };
}
