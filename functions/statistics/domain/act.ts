import { Temporal } from 'temporal-polyfill';

/** What is counted. Acts are counted as they happen: a return that is undone later was a return. */
export const acts = ['LOANS', 'RENEWALS', 'RETURNS', 'HOLDS'] as const;
export type Act = (typeof acts)[number];

/** Something that a library did, as the plugin that applied it says it. */
export interface Counted {
  readonly commune: string;
  readonly library: string;
  readonly act: Act;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Keyed hash of the id of the event that said it: the same event counts once. */
  readonly sign: string;
  /** Whose act it was, when known: turned into one of 32 slots here and not kept. */
  readonly subjectRef?: string | undefined;
}

/** A month of a commune: the only grain of time in this plugin (STA-02). */
export interface Place {
  readonly commune: string;
  /** `2026-11`, of the clock of the commune. */
  readonly month: string;
}

/** Days of the following month in which what is said late still counts in its own month. */
const graceDays = 10;

export const monthOf = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toPlainYearMonth()
    .toString();

/** From this instant a month takes nothing in any more, and is counted. */
export const closesAt = (month: string, zone: string): Temporal.Instant =>
  Temporal.PlainYearMonth.from(month)
    .add({ months: 1 })
    .toPlainDate({ day: graceDays + 1 })
    .toZonedDateTime(zone)
    .toInstant();
