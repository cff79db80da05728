import * as z from 'zod';

/** What a library did, as it is counted (STA-02). */
export const Act = z.object({
  name: z.enum(['LOANS', 'RENEWALS', 'RETURNS', 'HOLDS']),
  /** Id of the library whose act it is. */
  library: z.string(),
  /** 0–31: which its reader falls into that month (STA-01); absent while nobody knows whose it is. */
  slot: z.int().optional(),
});
export type Act = z.infer<typeof Act>;

/**
 * One thing that the library system said of a loan or a hold. What a record is follows from the set of its
 * signs alone, so the order in which they arrive does not matter; so does what is counted of it.
 */
export const Sign = z.object({
  /** Keyed hash of the id of the event: the id itself often carries the loan ref. */
  id: z.string(),
  step: z.enum(['LIVES', 'ENDS']),
  /** Epoch milliseconds. */
  at: z.int(),
  /** Local date until which it then ran: due date or pick-up limit. */
  until: z.string().optional(),
  /** Absent when it only ends or announces what was counted when it began. */
  act: Act.optional(),
});
export type Sign = z.infer<typeof Sign>;

export interface Life {
  /** Epoch milliseconds; absent while it lives. */
  readonly endedAt?: number;
  /** Due date or pick-up limit, local date. */
  readonly until?: string;
}

/**
 * The latest sign of life decides, then the **earliest** end at or after it: a return said again later never
 * lengthens the legal period (RET-01), and a loan seen alive after its return is open again.
 */
export function lifeOf(signs: readonly Sign[]): Life {
  const life = lastLife(signs);
  const end = signs.find(({ step, at }) => step === 'ENDS' && at >= life);
  const until = signs.findLast((sign) => sign.step === 'LIVES' && sign.until !== undefined)?.until;
  return { ...(end && { endedAt: end.at }), ...(until !== undefined && { until }) };
}

/** The same act said twice in a row is one, but for renewals: a return said again is the return that it was. */
export const countedSigns = (signs: readonly Sign[]): readonly (Sign & { readonly act: Act })[] =>
  signs.flatMap((sign, n) => {
    const { act } = sign;
    const isAgain = act?.name !== 'RENEWALS' && act?.name === signs[n - 1]?.act?.name;
    return act && !isAgain ? [{ ...sign, act }] : [];
  });

/** Adds a sign, sorted; drops only old signs that can no longer decide anything. */
export function addSign(signs: readonly Sign[], sign: Sign): readonly Sign[] {
  const all = [...signs, sign].toSorted(inTime);
  const life = lastLife(all);
  const past = all.filter(({ at }) => at < life);
  const deciding = all.filter(({ at }) => at >= life);
  return [...past.slice(-kept), ...deciding.slice(0, kept)];
}

/** Enough to recognise a repeated event for the whole life of any real loan, in less than one write unit. */
const kept = 10;

const lastLife = (signs: readonly Sign[]) =>
  signs.findLast(({ step }) => step === 'LIVES')?.at ?? Number.NEGATIVE_INFINITY;

/** At the same instant life comes before end; ids only make the order total. */
function inTime(a: Sign, b: Sign): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.step !== b.step) return a.step === 'LIVES' ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
