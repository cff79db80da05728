import { Temporal } from 'temporal-polyfill';
import { findNirFields } from '#core/nir.ts';
import type { FieldError } from '#core/problem.ts';
import type { PatronInput } from './patron.ts';

/** What must be told about a record, and whether nothing may be sent to it before a human has looked (DAT-07). */
export interface Quality {
  readonly warnings: readonly FieldError[];
  readonly quarantined: boolean;
}

/** What stays to be corrected, as codes; what we put right ourselves does not (DAT-06). */
export const problemsOf = ({ warnings }: Quality): string[] =>
  warnings.flatMap(({ code }) => (code === 'BIRTH_DATE_TRUNCATED' ? [] : [code]));

interface Check {
  readonly quarantines: boolean;
  readonly find: (input: PatronInput, today: Temporal.PlainDate) => readonly FieldError[];
}

const checks: readonly Check[] = [
  {
    quarantines: true,
    find: (input) =>
      placeholderBirths.some((birth) => birth === (input.birthDate ?? input.birthYear))
        ? [
            {
              field: input.birthDate ? 'birthDate' : 'birthYear',
              code: 'PLACEHOLDER_BIRTH',
              rule: 'DAT-07',
              message: {
                fr: 'Date de naissance de remplissage.',
                en: 'Placeholder date of birth.',
              },
            },
          ]
        : [],
  },
  {
    quarantines: true,
    find: (input, today) => {
      const year = birthYearOf(input);
      const isPossible = year === undefined || (year <= today.year && today.year - year <= 110);
      return isPossible
        ? []
        : [
            {
              field: input.birthDate ? 'birthDate' : 'birthYear',
              code: 'IMPOSSIBLE_AGE',
              rule: 'DAT-07',
              message: { fr: 'Âge hors de 0 à 110 ans.', en: 'Age outside 0 to 110 years.' },
            },
          ];
    },
  },
  {
    quarantines: false,
    find: (input, today) =>
      input.birthDate && !isMinor(input, today)
        ? [
            {
              field: 'birthDate',
              code: 'BIRTH_DATE_TRUNCATED',
              rule: 'DAT-06',
              message: {
                fr: 'Seule l’année de naissance d’un adulte est conservée.',
                en: 'Only the year of birth of an adult is kept.',
              },
            },
          ]
        : [],
  },
  {
    quarantines: false,
    find: (input) =>
      findNirFields(input).map(({ field }) => ({
        field,
        code: 'LOOKS_LIKE_NIR',
        rule: 'DAT-02',
        message: {
          fr: 'Ressemble à un numéro de sécurité sociale (clé fausse) : à vérifier.',
          en: 'Looks like a national registration number (wrong key): please check.',
        },
      })),
  },
  { quarantines: false, find: findDocuments },
  {
    quarantines: false,
    find: (input, today) =>
      isMinor(input, today) && !input.guardian
        ? [
            {
              field: 'guardian',
              code: 'MINOR_WITHOUT_GUARDIAN',
              rule: 'NOT-16',
              message: {
                fr: 'Mineur sans représentant : les messages partiront par courrier au foyer.',
                en: 'Minor without a guardian: messages will go by post to the household.',
              },
            },
          ]
        : [],
  },
];

/** DAT-03: a passport by its form, and any long number beside the words for a document. */
function findDocuments(input: PatronInput): FieldError[] {
  const texts: (readonly [string, string])[] = [
    ...(input.notes ?? []).map(({ text }, n) => [`notes.${String(n)}.text`, text ?? ''] as const),
    ...(input.address?.lines ?? []).map((line, n) => [`address.lines.${String(n)}`, line] as const),
    ['name.family', input.name.family],
  ];
  return texts
    .filter(([, text]) => /\b\d{2}[A-Z]{2}\d{5}\b/u.test(text) || namesDocument.test(text))
    .map(([field]) => ({
      field,
      code: 'LOOKS_LIKE_IDENTITY_DOCUMENT',
      rule: 'DAT-03',
      message: {
        fr: 'Ressemble à un numéro de pièce d’identité : noter seulement « vue par, le ».',
        en: 'Looks like the number of an identity document: note only “seen by, on”.',
      },
    }));
}

const namesDocument =
  /(?:\bCNI\b|carte d.identit|passeport|passport|titre de s[ée]jour|permis de conduire)\D{0,20}\w*\d{4}/iu;

/** Dates that library systems write when they know nothing. */
const placeholderBirths: readonly (string | number)[] = [
  '1900-01-01',
  '1901-01-01',
  '1970-01-01',
  1900,
];

export function assessQuality(input: PatronInput, today: Temporal.PlainDate): Quality {
  const found = checks.map((check) => ({ check, errors: check.find(input, today) }));
  return {
    warnings: found.flatMap(({ errors }) => errors),
    quarantined: found.some(({ check, errors }) => check.quarantines && errors.length > 0),
  };
}

/**
 * What is no longer kept of somebody who has come of age: the day of the birth (DAT-06) and the link to a parent
 * (CON-07).
 */
export function minimiseAtMajority<P extends Birth & Pick<PatronInput, 'guardian'>>(
  input: P,
  today: Temporal.PlainDate,
): P {
  if (!isOfAge(input, today)) return input;
  const { birthDate, guardian: _ended, ...rest } = input;
  const birthYear = birthDate ? Temporal.PlainDate.from(birthDate).year : input.birthYear;
  return { ...rest, birthYear } as P;
}

type Birth = Pick<PatronInput, 'birthDate' | 'birthYear'>;

/** 18 or older today. Of whom nothing is known, this is not known either. */
export function isOfAge(birth: Birth, today: Temporal.PlainDate): boolean {
  return birthYearOf(birth) !== undefined && !isMinor(birth, today);
}

/** Under 18 today; when only the year is known, until 31 December of the year of the 18th birthday (CON-08). */
export function isMinor(
  birth: Pick<PatronInput, 'birthDate' | 'birthYear'>,
  today: Temporal.PlainDate,
): boolean {
  if (birth.birthDate) {
    const majority = Temporal.PlainDate.from(birth.birthDate).add({ years: 18 });
    return Temporal.PlainDate.compare(today, majority) < 0;
  }
  return birth.birthYear !== undefined && today.year - birth.birthYear <= 18;
}

/** RET-11: a child who reads. Of whoever has come of age the link to a parent is gone (CON-07). */
export const isWard = ({ state, ...birth }: Birth & { readonly state: string }): boolean =>
  state !== 'DECEASED' && birthYearOf(birth) !== undefined;

/**
 * The local date on which a record has something to lose by coming of age; nothing for adults. With the year alone,
 * 1 January after the year of the eighteenth birthday (CON-08).
 */
export function majorityDay({
  birthDate,
  birthYear,
  guardian,
}: Birth & Pick<PatronInput, 'guardian'>): string | undefined {
  if (birthDate) return Temporal.PlainDate.from(birthDate).add({ years: 18 }).toString();
  return guardian && birthYear !== undefined ? `${String(birthYear + 19)}-01-01` : undefined;
}

/** The local date of the fifteenth birthday of a minor; with the year alone, 1 January after that year (CON-08). */
export function fifteenthBirthday(
  birth: Birth,
  category: PatronInput['category'],
): string | undefined {
  const { birthDate, birthYear } = birth;
  if (birthDate) return Temporal.PlainDate.from(birthDate).add({ years: 15 }).toString();
  const isYoung = category === 'CHILD' || category === 'TEEN';
  return isYoung && birthYear !== undefined ? `${String(birthYear + 16)}-01-01` : undefined;
}

const birthYearOf = (input: Birth) =>
  input.birthDate ? Temporal.PlainDate.from(input.birthDate).year : input.birthYear;
