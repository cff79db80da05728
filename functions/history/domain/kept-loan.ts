import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { periodDeadline, type Deadline } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';

/** What a reader asked to be kept of one loan; only ever stored sealed, under their key of class `history`. */
export const KeptLoan = z.object({
  loanRef: z.string(),
  /** Commune of the lending library. */
  commune: z.string(),
  library: z.string(),
  itemRef: z.string().optional(),
  title: z.string().optional(),
  author: z.string().optional(),
  /** Epoch milliseconds. */
  loanedAt: z.int(),
  returnedAt: z.int(),
});
export type KeptLoan = z.infer<typeof KeptLoan>;

/** RET-12: returned on the local day of the consent or later. What came before it is forgotten like any other loan. */
export function isCovered(
  returnedAt: number,
  consent: { since: Temporal.Instant; zone: string },
): boolean {
  const day = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(consent.zone).toPlainDate();
  const returned = Temporal.Instant.fromEpochMilliseconds(returnedAt);
  return Temporal.PlainDate.compare(day(returned), day(consent.since)) >= 0;
}

const { historyCap } = retentionRules['RET-12'].parameters;

/** RET-12: three years from the return, whatever the reader still agrees to. */
export function capOf(returnedAt: number, zone: string): Deadline {
  const from = Temporal.Instant.fromEpochMilliseconds(returnedAt)
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  return periodDeadline({ from, period: historyCap, zone });
}
