import * as z from 'zod';
import { IlsEvent } from '#core/ils-event.ts';
import { LocalDate, Ref } from '#core/schemas.ts';

const Cents = z.int().min(1).max(100_000_000);

/** Amounts and references only: what the debt is for has no word here (RET-14, DAT-01). */
const debt = <const T extends string>(type: T) =>
  IlsEvent.extend({ type: z.literal(type), library: z.string().min(1).max(60), debtRef: Ref });

/** A debt is matched by its ref: the reader may be absent from what follows its opening. */
export const eventSchemas = {
  'debt.opened': debt('debt.opened').extend({ patronRef: Ref, amountCents: Cents }),
  'debt.settled': debt('debt.settled').extend({
    patronRef: Ref.optional(),
    amountCents: Cents.optional(),
  }),
  'debt.titled': debt('debt.titled').extend({
    patronRef: Ref.optional(),
    titleRef: Ref,
    on: LocalDate,
  }),
};
export type DebtEvent = z.output<(typeof eventSchemas)[keyof typeof eventSchemas]>;
