import * as z from 'zod';
import { LocalDate, Page } from '#core/schemas.ts';
import { Decision } from '../domain/signoff.ts';

const Line = z.string().trim().min(1).max(300);
const Said = z.object({ fr: z.string(), en: z.string() });
const Id = z.string().max(40);

export const PurposePath = z.object({ code: Id });

/** Body of `POST /v1/purposes/{code}/signoffs`. */
export const SignoffInput = z
  .strictObject({
    commune: Id,
    dpo: Line,
    decision: Decision,
    validUntil: LocalDate.optional(),
    dpiaRef: Line.optional(),
    finalController: Line.optional(),
    reason: Line.optional(),
  })
  .meta({ id: 'SignoffInput' });

export const SignoffView = z
  .object({ ...SignoffInput.shape, purpose: z.string(), version: z.int() })
  .meta({ id: 'Signoff' });

export const RegisterFilter = Page.extend({ commune: Id.optional() });

/** One line of the register (Art. 30). */
export const RegisterEntry = z
  .object({
    commune: z.string(),
    purpose: z.string(),
    title: Said,
    controllers: z.array(z.object({ id: z.string(), name: z.string(), role: z.literal('JOINT') })),
    dpo: z.object({ name: z.string(), email: z.string() }).optional(),
    legalBasis: z.string(),
    article: z.string(),
    channels: z.array(z.string()),
    categories: z.array(z.object({ category: Said, retention: z.string(), sealedBy: z.string() })),
    retention: z.array(z.string()),
    keepAfterEnd: z.string().optional(),
    recipients: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        service: z.string(),
        contractRef: z.string(),
        location: z.string(),
        endsOn: z.string(),
      }),
    ),
    region: z.string(),
    dpiaRef: z.string().optional(),
    finalController: z.string().optional(),
    state: z.enum(['ACTIVE', 'OFF', 'EXPIRED']),
    signedBy: z.string().optional(),
    until: z.string().optional(),
  })
  .meta({ id: 'RegisterEntry' });
