import { Temporal } from 'temporal-polyfill';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import { rightsRules } from '#core/catalogue/rules/rights.ts';
import { noteEnd, type Note } from './notes.ts';
import type { InactivityClock, Patron } from './patron.ts';

const { inactivity, notice } = retentionRules['RET-09'].parameters;
const { closing } = rightsRules['RGT-11'].parameters;

/** A record that comes with a year of silence behind it: time for its loans to arrive too, before anybody is told anything. */
const settling = 'P7D';

/** The dates of a record that the clock of RET-09 may look at. */
export type Dates = Pick<Patron, 'enrolledOn' | 'renewedOn' | 'knownSince'>;

/**
 * Local date from which the year counts: the end of the last loan (RET-09), else the enrolment (RET-10), else the day
 * on which the record first came. A renewal counts only where the DPO said so.
 */
export function anchorOf(
  { enrolledOn, renewedOn, knownSince }: Dates,
  { lastLoanEnd, renewalCounts }: { lastLoanEnd?: string | undefined; renewalCounts: boolean },
): Temporal.PlainDate {
  const start = lastLoanEnd ?? enrolledOn ?? knownSince;
  const renewal = renewalCounts && renewedOn !== undefined && renewedOn > start ? renewedOn : start;
  return Temporal.PlainDate.from(renewal);
}

/** Whoever has a loan open gives it back on a day not before it began: until a year after that nothing can fall due. */
export function earliestAnchor(
  anchor: Temporal.PlainDate,
  oldestOpenSince: string | undefined,
): Temporal.PlainDate {
  if (oldestOpenSince === undefined || oldestOpenSince <= anchor.toString()) return anchor;
  return Temporal.PlainDate.from(oldestOpenSince);
}

/** First local date on which the reader is gone: 2028-02-29 lasts until the end of 2029-02-28 (RET-09). */
export const eraseDay = (anchor: Temporal.PlainDate): Temporal.PlainDate =>
  anchor.add(inactivity).add({ days: 1 });

/** Local date on which the reader is told (`docs/adr/0018`). */
export const noticeDay = (anchor: Temporal.PlainDate): Temporal.PlainDate =>
  eraseDay(anchor).subtract(notice);

/** The clock of a reader of whose death we are told today: closed, then erased (RGT-11). */
export function closingClock(today: Temporal.PlainDate): InactivityClock {
  const closesOn = today.add(closing).toString();
  return { lookOn: closesOn, closesOn };
}

interface Writing {
  readonly today: Temporal.PlainDate;
  readonly renewalCounts: boolean;
}

/**
 * The clock of a record as it is written. It starts with the record, is set when the death is told, starts again when
 * that is taken back, and else is kept: loans move it when its day comes.
 */
export function clockFor(
  next: Dates & Pick<Patron, 'state' | 'notes'>,
  current: Patron | undefined,
  writing: Writing,
): InactivityClock {
  const { today } = writing;
  if (next.state === 'DECEASED')
    return current?.state === 'DECEASED' ? current.clock : closingClock(today);
  return withNotes(runningClock(next, current, writing), next.notes ?? []);
}

/** An enrolment that turns out to be older brings the look forward; a later one is seen when the day comes. */
function runningClock(next: Dates, current: Patron | undefined, writing: Writing): InactivityClock {
  const first = firstLook(next, writing);
  if (!current || current.state === 'DECEASED') return { lookOn: first };
  const { clock, enrolledOn } = current;
  const isOlder = enrolledOn !== next.enrolledOn && first < clock.lookOn;
  return isOlder ? { ...clock, lookOn: first } : clock;
}

/** Notes in free words are looked at when the first of them ends (DAT-04). */
export function withNotes(clock: InactivityClock, notes: readonly Note[]): InactivityClock {
  const ends = notes.map(noteEnd).filter((end) => end !== undefined);
  const [lookOn = clock.lookOn] = [clock.lookOn, ...ends].toSorted();
  return { ...clock, lookOn };
}

/** The loans of the record are not looked at yet. */
function firstLook(dates: Dates, { today, renewalCounts }: Writing): string {
  const due = noticeDay(anchorOf(dates, { renewalCounts })).toString();
  return later(due, today.add(settling).toString());
}

/**
 * The date that the reader and the desk are told: that of the rule, but never before the reader had thirty days to
 * come back.
 */
export function expectedErasure(
  { clock }: Pick<Patron, 'clock'>,
  anchor: Temporal.PlainDate,
  today: Temporal.PlainDate,
): string {
  if (clock.closesOn !== undefined) return clock.closesOn;
  const told = clock.notice?.askedOn ?? later(clock.lookOn, today.toString());
  return later(eraseDay(anchor).toString(), Temporal.PlainDate.from(told).add(notice).toString());
}

const later = (a: string, b: string) => (a > b ? a : b);
