import * as z from 'zod';
import { LocalDate, Ref } from '#core/schemas.ts';
import { refusal } from '#core/validation.ts';

/** DAT-01: the closed list of what may be known of a reader. Anything else is refused. */
const Line = z.string().trim().min(1).max(120);

const Name = z.strictObject({ family: Line, given: z.array(Line).max(6).default([]) });

const Address = z.strictObject({
  lines: z.array(Line).max(4),
  postCode: z.string().max(12).optional(),
  city: Line.optional(),
});

/** E.164 (`+33612345678`); a number that is not one is refused, not guessed (DAT-07). */
const Phone = z.string().refine(
  (text) => /^\+[1-9]\d{6,14}$/u.test(text),
  refusal({
    code: 'NOT_E164',
    rule: 'DAT-07',
    text: {
      fr: 'Numéro attendu au format international (+33…).',
      en: 'Number expected in E.164 form (+33…).',
    },
  }),
);

const Email = z.string().trim().max(254).pipe(z.email());

/** A parent or guardian: another reader, or somebody who is not one (NOT-16). */
const Guardian = z.union([
  z.strictObject({ patronRef: Ref }),
  z.strictObject({
    name: Name,
    email: Email.optional(),
    mobile: Phone.optional(),
    address: Address.optional(),
  }),
]);

/** What the person was told, for which purpose, by which route and when (GOV-13, NOT-02). */
const Informed = z.strictObject({
  purpose: z.string().max(40),
  notice: z.string().max(80),
  version: z.int().min(1),
  by: z.enum(['PAPER_FORM', 'PORTAL', 'EMAIL', 'LETTER', 'DESK', 'POSTER']),
  on: LocalDate,
});

export const Category = z.enum(['ADULT', 'CHILD', 'TEEN', 'GROUP']);

/** CAM-12: files that were bought, rented, scraped or enriched have no word here. */
export const Source = z.enum(['ILS', 'FORM', 'PORTAL', 'MIGRATION']);

/** Body of `PUT /v1/patrons/{patronRef}`. */
export const PatronInput = z
  .strictObject({
    library: z.string().max(60),
    commune: z.string().max(60).optional(),
    category: Category.default('ADULT'),
    name: Name,
    birthYear: z.int().min(1000).max(9999).optional(),
    birthDate: LocalDate.optional(),
    address: Address.optional(),
    email: Email.optional(),
    mobile: Phone.optional(),
    landline: Phone.optional(),
    language: z.enum(['fr', 'en']).default('fr'),
    enrolledOn: LocalDate.optional(),
    renewedOn: LocalDate.optional(),
    expiresOn: LocalDate.optional(),
    guardian: Guardian.optional(),
    informed: z.array(Informed).max(60).default([]),
    deceasedOn: LocalDate.nullish().transform((date) => date ?? undefined),
    restricted: z.boolean().default(false),
    source: Source.default('ILS'),
  })
  .meta({ id: 'PatronInput' });
export type PatronInput = z.output<typeof PatronInput>;

/** A row of `POST /v1/imports`: the same, with its ref. */
export const ImportRow = z.strictObject({ patronRef: Ref, ...PatronInput.shape });

export const Channel = z.enum(['EMAIL', 'SMS', 'POST', 'PHONE', 'VOICE', 'PORTAL']);
export const State = z.enum(['ACTIVE', 'RESTRICTED', 'DECEASED']);

/** What is sealed under the reader's contact key. */
export const Profile = z.object({
  ...PatronInput.omit({ commune: true, deceasedOn: true, restricted: true }).shape,
  patronRef: Ref,
  deceasedOn: LocalDate.optional(),
});
export type Profile = z.output<typeof Profile>;

/** A reader, opened. */
export interface Patron extends Profile {
  readonly subjectRef: string;
  readonly commune: string;
  readonly state: z.infer<typeof State>;
  readonly quarantined: boolean;
  /** Channels whose contact bounced (NOT-15). */
  readonly invalidChannels: readonly z.infer<typeof Channel>[];
  /** Last local date by which they must be told that we have their data (GOV-14); absent once they were. */
  readonly tellBy?: string | undefined;
  /** Local date on which the message was asked for. */
  readonly filedOn?: string | undefined;
  /** Optimistic version of the stored item. */
  readonly version: number;
}

/** Where a reader is kept; what the intake of an event needs to know of them. */
export interface Located {
  readonly patronRef?: string;
  readonly subjectRef: string;
  readonly commune: string;
  readonly isErased: boolean;
}
