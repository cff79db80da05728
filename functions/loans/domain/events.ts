import * as z from 'zod';
import { IlsEvent } from '#core/ils-event.ts';
import { LocalDate, Ref } from '#core/schemas.ts';
import type { Act, Sign } from './lifecycle.ts';
import type { Kind } from './record.ts';

const Text = z.string().trim().min(1).max(500);
const Library = z.string().min(1).max(60);
const work = { title: Text.optional(), author: Text.optional() };

const loan = <const T extends string>(type: T) =>
  IlsEvent.extend({ type: z.literal(type), library: Library, loanRef: Ref });

const hold = <const T extends string>(type: T) =>
  IlsEvent.extend({
    type: z.literal(type),
    library: Library,
    holdRef: Ref,
    patronRef: Ref.optional(),
    itemRef: Ref.optional(),
    ...work,
    pickupLibrary: Library.optional(),
    pickupBy: LocalDate.optional(),
  });

/** An ILS may already have anonymised its row when it says that a loan went on or ended (`ils-facts.md` §2.2). */
const anonymisable = { patronRef: Ref.optional(), itemRef: Ref.optional() };

export const eventSchemas = {
  'loan.created': loan('loan.created').extend({
    patronRef: Ref,
    itemRef: Ref,
    dueOn: LocalDate,
    ...work,
    subjects: z.array(z.string().trim().min(1).max(120)).max(30).optional(),
  }),
  'loan.renewed': loan('loan.renewed').extend({ ...anonymisable, dueOn: LocalDate }),
  'loan.returned': loan('loan.returned').extend(anonymisable),
  'hold.placed': hold('hold.placed').extend({ patronRef: Ref }),
  'hold.waiting': hold('hold.waiting'),
  'hold.filled': hold('hold.filled'),
  'hold.cancelled': hold('hold.cancelled'),
  'hold.expired': hold('hold.expired'),
};

export type EventType = keyof typeof eventSchemas;
export type CirculationEvent = z.output<(typeof eventSchemas)[EventType]>;

/** The state machine: what each event says of the record, whether it can name the reader, and what it counts as. */
export const transitions: Readonly<
  Record<EventType, { kind: Kind; step: Sign['step']; names: boolean; counts?: Act['name'] }>
> = {
  'loan.created': { kind: 'LOAN', step: 'LIVES', names: true, counts: 'LOANS' },
  'loan.renewed': { kind: 'LOAN', step: 'LIVES', names: false, counts: 'RENEWALS' },
  'loan.returned': { kind: 'LOAN', step: 'ENDS', names: false, counts: 'RETURNS' },
  'hold.placed': { kind: 'HOLD', step: 'LIVES', names: true, counts: 'HOLDS' },
  // Koha says `waiting` before `place` when the document is found at once.
  'hold.waiting': { kind: 'HOLD', step: 'LIVES', names: true },
  'hold.filled': { kind: 'HOLD', step: 'ENDS', names: false },
  'hold.cancelled': { kind: 'HOLD', step: 'ENDS', names: false },
  'hold.expired': { kind: 'HOLD', step: 'ENDS', names: false },
};

export const refOf = (event: CirculationEvent): string =>
  'loanRef' in event ? event.loanRef : event.holdRef;

/** Due date of a loan, pick-up limit of a hold. */
export function untilOf(event: CirculationEvent): string | undefined {
  if ('dueOn' in event) return event.dueOn;
  return 'pickupBy' in event ? event.pickupBy : undefined;
}
