import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Guardian, PatronRow, PersonName } from '../wire.ts';
import { readDate, readLocalDate } from './evergreen-time.ts';
import type { LibraryCsv, Mapping, PatronCsv, Place } from './evergreen-rows.ts';
import type { Mapped, Remark, RemarkCode } from './remarks.ts';

export interface Context {
  readonly mapping: Mapping;
  /** Local date against which ages and expiries are counted. */
  readonly today: string;
  readonly libraries: readonly LibraryCsv[];
}

interface Part {
  readonly fields: Partial<PatronRow>;
  readonly warnings: readonly RemarkCode[];
}

const nothing: Part = { fields: {}, warnings: [] };
const warn = (code: RemarkCode): Part => ({ fields: {}, warnings: [code] });

/** Finds the place of an organisational unit by its numeric id. */
export function placeOf({ mapping, libraries }: Context, unit: string): Place | undefined {
  const shortname = libraries.find(({ id }) => id === unit)?.shortname;
  return shortname === undefined ? undefined : mapping.libraries[shortname];
}

function readEmail({ email }: PatronCsv): Part {
  if (email === '') return warn('NO_EMAIL');
  return z.email().safeParse(email).success
    ? { fields: { email }, warnings: [] }
    : warn('EMAIL_UNUSABLE');
}

/**
 * Numbers that exist, as E.164. Only a number that its plan calls mobile becomes one: where fixed and mobile
 * share ranges (North America) an SMS might reach a stranger's kitchen, so the number stays for calls by staff.
 */
function readPhones({ day_phone, evening_phone }: PatronCsv, { mapping }: Context): Part {
  const written = [day_phone, evening_phone].filter(Boolean);
  const numbers = written.flatMap((text) => {
    const number = parsePhoneNumberFromString(text, mapping.defaultCountry);
    return number?.isValid() ? [number] : [];
  });
  const mobile = numbers.find((number) => number.getType() === 'MOBILE')?.number;
  const landline = numbers.find((number) => number.getType() !== 'MOBILE')?.number;
  return {
    fields: { ...(mobile && { mobile }), ...(landline && { landline }) },
    warnings: [
      ...(numbers.length < written.length ? (['PHONE_UNUSABLE'] as const) : []),
      ...(mobile ? [] : (['NO_MOBILE'] as const)),
    ],
  };
}

function ageOn(birth: string, today: string): number {
  return Temporal.PlainDate.from(birth).until(today, { largestUnit: 'years' }).years;
}

/** DAT-06: a full date for minors, a year for adults, nothing where the export has nothing. */
function readBirth({ dob, juvenile }: PatronCsv, { today }: Context): Part {
  const birth = readDate(dob);
  if (birth === undefined)
    return { fields: { category: juvenile ? 'CHILD' : 'ADULT' }, warnings: ['NO_BIRTH_DATE'] };
  const age = ageOn(birth, today);
  if (age < 18)
    return { fields: { category: age < 12 ? 'CHILD' : 'TEEN', birthDate: birth }, warnings: [] };
  return {
    fields: { category: 'ADULT', birthYear: Number(birth.slice(0, 4)) },
    warnings: juvenile ? ['JUVENILE_FLAG_STALE'] : [],
  };
}

/** `Samantha Kelley` → family and given names; a single word is a family name. */
function readName(text: string): PersonName {
  const words = text.split(/\s+/u);
  return { family: words.at(-1) ?? text, given: words.slice(0, -1) };
}

/** The guardian's name is all that Evergreen exports: no reader is guessed behind it. */
function readGuardian({ guardian }: PatronCsv, isMinor: boolean): Part {
  if (!isMinor) return guardian === '' ? nothing : warn('GUARDIAN_OF_ADULT');
  if (guardian === '') return warn('NO_GUARDIAN');
  const known: Guardian = { name: readName(guardian) };
  return { fields: { guardian: known }, warnings: [] };
}

function readDates({ expire_date, create_date }: PatronCsv, { today }: Context): Part {
  const enrolledOn = readLocalDate(create_date);
  if (enrolledOn === undefined) return warn('TIME_UNREADABLE');
  const expiresOn = readLocalDate(expire_date);
  if (expiresOn === undefined)
    return { fields: { enrolledOn }, warnings: expire_date === '' ? [] : ['TIME_UNREADABLE'] };
  if (expiresOn < enrolledOn)
    return { fields: { enrolledOn }, warnings: ['EXPIRES_BEFORE_ENROLMENT'] };
  return { fields: { enrolledOn, expiresOn }, warnings: expiresOn < today ? ['EXPIRED'] : [] };
}

/** Barred is the library's sanction, not the reader's right to restriction (RGT-09): it is not `restricted`. */
function readFlags({ active, barred }: PatronCsv): Part {
  return {
    fields: {},
    warnings: [
      ...(barred ? (['BARRED'] as const) : []),
      ...(active ? [] : (['INACTIVE'] as const)),
    ],
  };
}

/** Why a reader is left out altogether, when one is. */
function skipCode(patron: PatronCsv, context: Context): RemarkCode | undefined {
  if (patron.deleted) return 'DELETED';
  if (!placeOf(context, patron.home_ou)) return 'LIBRARY_UNKNOWN';
  return readLocalDate(patron.create_date) === undefined ? 'TIME_UNREADABLE' : undefined;
}

/**
 * One Evergreen reader as a row of `POST /v1/imports`, with what to say about it.
 * Nothing is invented: what is missing or unusable is absent. The export has no street, and a town alone would make
 * letters look possible: no address is sent. Consent and information are never set (CON-10).
 */
export function mapPatron(
  patron: PatronCsv,
  context: Context,
): { row: PatronRow; warnings: readonly RemarkCode[] } | RemarkCode {
  const skip = skipCode(patron, context);
  const place = placeOf(context, patron.home_ou);
  const enrolledOn = readLocalDate(patron.create_date);
  if (skip !== undefined || place === undefined || enrolledOn === undefined)
    return skip ?? 'LIBRARY_UNKNOWN';
  const birth = readBirth(patron, context);
  const category = birth.fields.category ?? 'ADULT';
  const parts = [
    birth,
    readEmail(patron),
    readPhones(patron, context),
    readGuardian(patron, category !== 'ADULT'),
    readDates(patron, context),
    readFlags(patron),
  ];
  const row: PatronRow = {
    patronRef: `${context.mapping.source}:${patron.id}`,
    library: place.library,
    commune: place.commune,
    category,
    name: {
      family: patron.family_name,
      given: patron.first_given_name === '' ? [] : [patron.first_given_name],
    },
    enrolledOn,
    ...parts.reduce<Partial<PatronRow>>((all, { fields }) => ({ ...all, ...fields }), {}),
  };
  return { row, warnings: parts.flatMap(({ warnings }) => warnings) };
}

/** All readers of an export. */
export function mapPatrons(patrons: readonly PatronCsv[], context: Context): Mapped<PatronRow> {
  const items: PatronRow[] = [];
  const warnings: Remark[] = [];
  const skipped: Remark[] = [];
  for (const patron of patrons) {
    const mapped = mapPatron(patron, context);
    const ref = `${context.mapping.source}:${patron.id}`;
    if (typeof mapped === 'string') {
      skipped.push({ ref, code: mapped });
      continue;
    }
    items.push(mapped.row);
    warnings.push(...mapped.warnings.map((code) => ({ ref, code })));
  }
  return { items, warnings, skipped };
}
