import * as z from 'zod';
import { LocalDate, Ref } from '#core/schemas.ts';

/** Printed on the form when it is handed out; says nothing of who signs it. */
export const FormNumber = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,39}$/u);

/** A locked cupboard by its code: free words would sooner or later name somebody (DAT-03). */
const Place = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/u);

const described = {
  library: z.string().min(1).max(60),
  kind: z.enum(['ENROLMENT', 'PARENTAL_AUTHORISATION', 'CONSENT', 'RIGHTS_REQUEST']),
  place: Place,
  signedOn: LocalDate,
};

/** Body of `PUT /v1/paper-forms/{formNumber}`. */
export const PaperForm = z.strictObject({ ...described, patronRef: Ref }).meta({ id: 'PaperForm' });
export type PaperForm = z.infer<typeof PaperForm>;

/** A form that nobody may keep any longer, without the name of whom it was. */
export const FormToShred = z
  .object({ formNumber: FormNumber, ...described, since: LocalDate })
  .meta({ id: 'FormToShred' });
export type FormToShred = z.infer<typeof FormToShred>;

/** GOV-16: the date on which the paper was gone, scanned before or not. */
export const Destruction = z
  .strictObject({ on: LocalDate, scanned: z.boolean().default(false) })
  .meta({ id: 'FormDestruction' });
export type Destruction = z.infer<typeof Destruction>;
