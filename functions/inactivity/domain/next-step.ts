import { Temporal } from 'temporal-polyfill';
import { retentionRules } from '#core/catalogue/rules/retention.ts';

const { notice: period, latest } = retentionRules['RET-09'].parameters;

/** All that the decision looks at; days are local to the reader's commune. */
export interface Facts {
  readonly today: Temporal.PlainDate;
  /** RGT-11: the day on which the record of a reader who died is erased. */
  readonly closesOn?: Temporal.PlainDate;
  /** RET-09: when this reader is to be told, and the first day on which they are gone. */
  readonly noticeOn: Temporal.PlainDate;
  readonly eraseOn: Temporal.PlainDate;
  /** The officer has signed that readers are told such things (CAM-02). */
  readonly mayTell: boolean;
  /** Something that we know ourselves holds the erasure back (RET-11). */
  readonly isHeld: boolean;
  readonly notice?: Notice;
}

export interface Notice {
  readonly askedOn: Temporal.PlainDate;
  /** The day on which it left, or on which its letter was printed. */
  readonly sentOn?: Temporal.PlainDate;
  /** Every channel was tried and none led to the reader. */
  readonly isLost: boolean;
  /** Nothing may be sent: the sign-off was over. */
  readonly isBarred: boolean;
}

export type Step =
  /** Nothing to do before that day; a notice that was on its way is void. */
  | { readonly kind: 'LATER'; readonly lookOn: Temporal.PlainDate }
  | {
      readonly kind: 'TELL';
      readonly eraseOn: Temporal.PlainDate;
      /** The first day on which we tried. */
      readonly askedOn: Temporal.PlainDate;
      readonly lookOn: Temporal.PlainDate;
    }
  /** Told, but not long enough ago. */
  | { readonly kind: 'WAIT'; readonly lookOn: Temporal.PlainDate }
  /** Tomorrow again, without a write. */
  | { readonly kind: 'HELD' }
  /** `untold`: nobody has signed that they may be told, and the law sets the day all the same (RET-11). */
  | { readonly kind: 'LAPSE'; readonly rule: 'RET-09' | 'RGT-11'; readonly untold?: boolean };

/** What the clock of one reader asks for today. Pure and total. */
export function nextStep(facts: Facts): Step {
  const { today, closesOn, noticeOn, notice } = facts;
  if (closesOn)
    return isBefore(today, closesOn)
      ? { kind: 'LATER', lookOn: closesOn }
      : { kind: 'LAPSE', rule: 'RGT-11' };
  if (isBefore(today, noticeOn)) return { kind: 'LATER', lookOn: noticeOn };
  if (facts.isHeld) return { kind: 'HELD' };
  return notice ? afterNotice(facts, notice) : tell(facts, today);
}

function afterNotice(facts: Facts, notice: Notice): Step {
  const { today, eraseOn } = facts;
  const ready = latestOf(eraseOn, readyOn(notice));
  const untold = notice.isBarred;
  if (!isBefore(today, ready)) return { kind: 'LAPSE', rule: 'RET-09', ...(untold && { untold }) };
  return untold && facts.mayTell ? tell(facts, notice.askedOn) : waitFor(ready, notice);
}

/** Where nobody has signed, every day may bring the sign-off. */
function tell({ today, eraseOn: day, mayTell }: Facts, askedOn: Temporal.PlainDate): Step {
  const eraseOn = latestOf(day, today.add(period));
  return { kind: 'TELL', eraseOn, askedOn, lookOn: mayTell ? eraseOn : today.add({ days: 1 }) };
}

/**
 * Thirty days after the notice left; after it was asked for when nobody can be reached. A letter that nobody prints
 * holds nothing back for ever: it is not on the closed list of RET-11.
 */
const readyOn = ({ askedOn, sentOn, isLost }: Notice): Temporal.PlainDate =>
  sentOn?.add(period) ?? askedOn.add(isLost ? period : latest);

/** Where the letter still waits to be printed, or the sign-off for its officer, every day may bring the day nearer. */
const waitFor = (ready: Temporal.PlainDate, { sentOn, isLost, isBarred }: Notice): Step =>
  sentOn || (isLost && !isBarred) ? { kind: 'WAIT', lookOn: ready } : { kind: 'HELD' };

const isBefore = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(a, b) < 0;
const latestOf = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (isBefore(a, b) ? b : a);
