import * as z from 'zod';
import { LocalDate, Ref } from '#core/schemas.ts';
import { dataRules } from '#core/catalogue/rules/data.ts';
import { refusal } from '#core/validation.ts';
import { mark } from './field-marks.ts';
import { Note } from './notes.ts';

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

/** DAT-05: first level of PCS-2020: the six groups, retired people, people who never worked. */
const Occupation = z
  .string()
  .refine(
    (code) => occupations.includes(code),
    refusal({
      code: 'OCCUPATION_TOO_DETAILED',
      rule: 'DAT-05',
      text: {
        fr: 'Seul le premier niveau de la PCS-2020 est admis (un chiffre de 1 à 8).',
        en: 'Only the first level of PCS-2020 is taken (one figure from 1 to 8).',
      },
    }),
  )
  .meta({ enum: [...dataRules['DAT-05'].parameters.codes] });
const occupations: readonly string[] = dataRules['DAT-05'].parameters.codes;

/** DAT-03: that somebody saw a document, and when; never its number. */
const IdentitySeen = z.strictObject({ by: Line, on: LocalDate });

const mandatory = mark('MANDATORY');
const optional = mark('OPTIONAL');

/**
 * Body of `PUT /v1/patrons/{patronRef}`: the closed list, each with the mark that the enrolment form must show
 * (DAT-01). A mandatory field that a library system does not send is completed at the desk, not refused.
 */
export const PatronInput = z
  .strictObject({
    library: mandatory(z.string().max(60), 'Bibliothèque', 'Library'),
    commune: optional(z.string().max(60).optional(), 'Commune', 'Commune'),
    category: optional(Category.default('ADULT'), 'Catégorie de carte', 'Kind of card'),
    name: mandatory(Name, 'Nom et prénoms', 'Name and first names'),
    birthYear: mandatory(
      z.int().min(1000).max(9999).optional(),
      'Année de naissance',
      'Year of birth',
    ),
    birthDate: optional(
      LocalDate.optional(),
      'Date de naissance (mineurs)',
      'Date of birth (minors)',
    ),
    address: mandatory(Address.optional(), 'Adresse', 'Address'),
    email: optional(Email.optional(), 'Courriel', 'E-mail'),
    mobile: optional(Phone.optional(), 'Téléphone mobile', 'Mobile phone'),
    landline: optional(Phone.optional(), 'Téléphone fixe', 'Landline'),
    language: optional(z.enum(['fr', 'en']).default('fr'), 'Langue des messages', 'Language'),
    enrolledOn: optional(LocalDate.optional(), 'Inscrit le', 'Enrolled on'),
    renewedOn: optional(LocalDate.optional(), 'Carte renouvelée le', 'Card renewed on'),
    expiresOn: optional(LocalDate.optional(), 'Carte valable jusqu’au', 'Card valid until'),
    guardian: optional(Guardian.optional(), 'Représentant d’un mineur', 'Guardian of a minor'),
    occupation: optional(
      Occupation.optional(),
      'Catégorie socioprofessionnelle, si une statistique s’en sert',
      'Occupation, if a statistic uses it',
    ),
    notes: optional(z.array(Note).max(10).optional(), 'Notes du personnel', 'Staff notes'),
    identitySeen: optional(
      IdentitySeen.optional(),
      'Pièce d’identité vue par, le',
      'Identity document seen by, on',
    ),
    informed: optional(
      z.array(Informed).max(60).default([]),
      'Information donnée au lecteur',
      'What the reader was told',
    ),
    deceasedOn: optional(
      LocalDate.nullish().transform((date) => date ?? undefined),
      'Décédé le',
      'Deceased on',
    ),
    restricted: optional(z.boolean().default(false), 'Usage gelé', 'Use frozen'),
    source: optional(Source.default('ILS'), 'Provenance', 'Source'),
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
  /** Local date on which the record first came. */
  knownSince: LocalDate,
});
export type Profile = z.output<typeof Profile>;

/** The inactivity clock of a reader (RET-09): days and an opaque id, in the clear. */
export const InactivityClock = z.object({
  /** Local date on which somebody must next look. Loans move it when that day comes, not before. */
  lookOn: LocalDate,
  /** Local date on which the record of a reader who died is erased (RGT-11). */
  closesOn: LocalDate.optional(),
  /** The notice before the erasure: when it was asked for, and what it is called. */
  notice: z.object({ askedOn: LocalDate, notificationId: z.string() }).optional(),
});
export type InactivityClock = z.output<typeof InactivityClock>;

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
  /** What is to be corrected in the record, as codes (DAT-07). */
  readonly problems: readonly string[];
  readonly clock: InactivityClock;
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
