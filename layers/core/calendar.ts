import type { Temporal } from 'temporal-polyfill';
import { retentionRules } from './catalogue/rules/retention.ts';
import type { RetentionMode } from './network.ts';

/** When something stops being visible and is purged: the same instant seen from both sides. */
export interface Deadline {
  /** Local civil date on which the clock started. */
  readonly startedOn: Temporal.PlainDate;
  /** Last visible second, in the zone of the commune. */
  readonly visibleUntil: Temporal.ZonedDateTime;
  /** First instant at which it is absent, epoch seconds: TTL attribute, read filter and sweep use this value (RET-04). */
  readonly purgeAt: number;
}

/**
 * End of the visibility of a returned loan (RET-01, RET-02, RET-03): the month is that of the **local** return
 * date; the purge instant is the local midnight after the last visible day.
 */
export function loanDeadline(args: {
  returnedAt: Temporal.Instant;
  zone: string;
  mode: RetentionMode;
}): Deadline {
  const returnedOn = args.returnedAt.toZonedDateTimeISO(args.zone).toPlainDate();
  return deadline(returnedOn, lastDay[args.mode](returnedOn), args.zone);
}

const { loanMonths } = retentionRules['RET-01'].parameters;

const lastDay: Record<RetentionMode, (returnedOn: Temporal.PlainDate) => Temporal.PlainDate> = {
  MONTH_END: (day) => {
    const month = day.toPlainYearMonth().add({ months: loanMonths });
    return month.toPlainDate({ day: month.daysInMonth });
  },
  ANNIVERSARY: (day) => day.add({ months: loanMonths }),
  DAYS_120: (day) => day.add({ days: 120 }),
};

/**
 * End of a period counted from a local civil date, last day included: one year of inactivity (RET-09),
 * ten years of a titre (RET-14). A 29 February that does not exist is the 28th.
 */
export function periodDeadline(args: {
  from: Temporal.PlainDate;
  period: string;
  zone: string;
}): Deadline {
  return deadline(args.from, args.from.add(args.period), args.zone);
}

function deadline(startedOn: Temporal.PlainDate, last: Temporal.PlainDate, zone: string): Deadline {
  const end = last.add({ days: 1 }).toZonedDateTime(zone);
  return {
    startedOn,
    visibleUntil: end.subtract({ seconds: 1 }),
    purgeAt: epochSeconds(end.toInstant()),
  };
}

/** Whole seconds since the epoch, rounded down, as DynamoDB's TTL counts them. */
export function epochSeconds(instant: Temporal.Instant): number {
  return Math.floor(instant.epochMilliseconds / 1000);
}

/** RET-04: from the purge instant on, no read path returns it, whether or not the bytes are gone. */
export function isVisible(purgeAt: number | undefined, now: Temporal.Instant): boolean {
  return purgeAt === undefined || epochSeconds(now) < purgeAt;
}

/** An instant as the API writes it: seconds, with the offset of the zone. */
export function writeInstant(instant: Temporal.Instant, zone: string): string {
  return writeZoned(instant.toZonedDateTimeISO(zone));
}

export function writeZoned(zoned: Temporal.ZonedDateTime): string {
  return zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' });
}
