import { Temporal } from 'temporal-polyfill';

/** Days of the following month in which what is said late still counts in its own month. */
const graceDays = 10;

/** A batch that began before the instant of closing has ended by then. */
const margin = Temporal.Duration.from('PT1H');

/** From this instant on a month is counted, at night. */
export const closesAt = (month: string, zone: string): Temporal.Instant =>
  Temporal.PlainYearMonth.from(month)
    .add({ months: 1 })
    .toPlainDate({ day: graceDays + 1 })
    .toZonedDateTime(zone)
    .toInstant();

/** The last month that may be counted by now: `2026-11`. */
export const lastOver = (now: Temporal.Instant, zone: string): string =>
  monthOf(dateAt(now.subtract(margin), zone).subtract({ days: graceDays }), 1);

/** The months that may still run: the one before this one, and this one. */
export function runningMonths(now: Temporal.Instant, zone: string): string[] {
  const today = dateAt(now, zone);
  return [monthOf(today, 1), monthOf(today, 0)];
}

const dateAt = (at: Temporal.Instant, zone: string) => at.toZonedDateTimeISO(zone).toPlainDate();

/** So many months before the one of that day. */
const monthOf = (day: Temporal.PlainDate, before: number) =>
  day.toPlainYearMonth().subtract({ months: before }).toString();
