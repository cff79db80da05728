import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import { periodDeadline } from '#core/calendar.ts';
import { conflict, invalid, type FieldError, type Problem } from '#core/problem.ts';

/** The loan as it was when the hold was put on it; only ever stored sealed, under the reader's key of class `dispute`. */
export const HeldLoan = z.object({
  library: z.string(),
  itemRef: z.string().optional(),
  title: z.string().optional(),
  author: z.string().optional(),
  /** Epoch milliseconds. */
  loanedAt: z.int(),
  /** Absent while it is out. */
  returnedAt: z.int().optional(),
});
export type HeldLoan = z.infer<typeof HeldLoan>;

/** Everything that says who and what. */
export const Words = z.object({
  patronRef: z.string(),
  loanRef: z.string(),
  reason: z.string(),
  author: z.string(),
  loan: HeldLoan,
});
export type Words = z.infer<typeof Words>;

/** A disputed loan, set apart only for as long as the dispute lasts (RET-06, RET-22). Dates are local, of the commune. */
export interface Hold {
  readonly holdId: string;
  /** Commune of the lending library. */
  readonly commune: string;
  readonly subjectRef: string;
  readonly openedOn: string;
  readonly reviewOn: string;
  readonly closedOn?: string | undefined;
  /** Epoch seconds; only of a closed one. */
  readonly purgeAt?: number | undefined;
  readonly words: Words;
}

const { reviewEvery } = retentionRules['RET-06'].parameters;

/** A review within six months, or the hold would be a second archive. */
export function reviewFault(reviewOn: string, today: Temporal.PlainDate): Problem | undefined {
  const isLater = Temporal.PlainDate.compare(reviewOn, today) > 0;
  const isSoon = Temporal.PlainDate.compare(reviewOn, today.add(reviewEvery)) <= 0;
  return isLater && isSoon ? undefined : invalid([wrongReview]);
}

/** The review was for a day that has passed. */
export const isOverdue = ({ reviewOn, closedOn }: Hold, today: Temporal.PlainDate): boolean =>
  closedOn === undefined && Temporal.PlainDate.compare(reviewOn, today) < 0;

/**
 * RET-06: closed on a day, the copy goes with the end of that day, and is deleted within the next. The live window is
 * another store: a loan whose own date has not come stays there until then (RET-01), and nowhere else.
 */
export function closed(
  hold: Hold,
  args: { on: string; today: Temporal.PlainDate; zone: string },
): Hold | Problem {
  const { on, today, zone } = args;
  if (hold.closedOn !== undefined) return hold.closedOn === on ? hold : alreadyClosed;
  const isBefore = Temporal.PlainDate.compare(on, hold.openedOn) < 0;
  if (isBefore || Temporal.PlainDate.compare(on, today) > 0) return invalid([wrongEnd]);
  const { purgeAt } = periodDeadline({ from: Temporal.PlainDate.from(on), period: 'P0D', zone });
  return { ...hold, closedOn: on, purgeAt };
}

const wrongReview: FieldError = {
  field: 'reviewOn',
  code: 'REVIEW_TOO_FAR',
  rule: 'RET-06',
  message: {
    fr: 'Le réexamen a lieu à une date à venir, dans les six mois.',
    en: 'The review is on a day to come, within six months.',
  },
};

const wrongEnd: FieldError = {
  field: 'on',
  code: 'IMPOSSIBLE_END',
  rule: 'RET-06',
  message: {
    fr: 'La clôture n’est ni avant l’ouverture ni dans l’avenir.',
    en: 'The end is neither before the beginning nor in the future.',
  },
};

export const alreadyClosed: Problem = {
  ...conflict('HOLD_CLOSED', {
    fr: 'Ce litige est clos ; un nouveau litige porte un autre identifiant',
    en: 'This hold is closed; a new dispute takes another id',
  }),
  rule: 'RET-06',
};

export const otherLoan: Problem = {
  ...conflict('OTHER_LOAN', {
    fr: 'Cet identifiant est celui d’un autre prêt contesté',
    en: 'This id belongs to another disputed loan',
  }),
  rule: 'RET-06',
};

/** RET-01, DIS-03: what is forgotten cannot be held. */
export const nothingToHold: Problem = {
  status: 404,
  code: 'NOTHING_TO_HOLD',
  title: {
    fr: 'Ce prêt n’existe pas, ou il est déjà oublié : il n’y a rien à conserver',
    en: 'There is no such loan, or it is forgotten already: there is nothing to keep',
  },
  rule: 'RET-01',
};
