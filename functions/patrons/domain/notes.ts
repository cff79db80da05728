import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { dataRules } from '#core/catalogue/rules/data.ts';
import { LocalDate } from '#core/schemas.ts';
import { refusal } from '#core/validation.ts';

const { ttl, maxLength } = dataRules['DAT-04'].parameters;

/** DAT-04: what a desk may note of a reader, to serve them better. It says what to do, never what somebody is. */
export const noteCodes = [
  'ACCESS_LARGE_PRINT',
  'ACCESS_AUDIO',
  'ACCESS_HOME_DELIVERY',
  'ACCESS_STEP_FREE',
  'PREFERS_A_CALL',
  'ADDRESS_TO_CHECK',
  'CARD_TO_COLLECT',
] as const;

/**
 * Words by which a note would judge or tell what is nobody's business: start of a word, without accents or case. It
 * stops the habit, not the malice: whoever writes signs, and the reader sees it all.
 */
const forbidden: readonly string[] = [
  // health
  ...[
    'malad',
    'depress',
    'psych',
    'alcool',
    'ivre',
    'drogu',
    'toxico',
    'handicap',
    'autis',
    'demence',
  ],
  ...[
    'medic',
    'hopital',
    'hospital',
    'vih',
    'sida',
    'suicid',
    'cancer',
    'alzheim',
    'enceinte',
    'folle',
  ],
  // religion, origin, politics, union
  ...['musulm', 'islam', 'juif', 'juive', 'catho', 'chretien', 'voilee', 'relig', 'temoin de jeh'],
  ...[
    'arabe',
    'gitan',
    'manouche',
    'africain',
    'magreb',
    'maghreb',
    'etranger',
    'immigr',
    'refugi',
  ],
  ...['sans papier', 'sans-papier', 'syndic', 'gauchis', 'fascis', 'facho', 'militant', 'politi'],
  // family, money
  ...['divorc', 'veuf', 'veuve', 'celibat', 'concubin', 'homosex', 'lesb', 'transgen', 'transex'],
  ...['chom', 'surendett', 'pauvre', 'prison', 'tutelle', 'curatelle'],
  // judgement, insult
  ...[
    'caracteriel',
    'agressi',
    'penible',
    'mechant',
    'menteu',
    'voleu',
    'malhonn',
    'hysteri',
    'parano',
  ],
  ...['idiot', 'debile', 'imbecil', 'cretin', 'cingle', 'bizarre', 'louche', 'chiant'],
];

/** Words that would refuse “contact”, “transport”, “romans” or “a déménagé” as the start of one. */
const forbiddenWhole: readonly string[] = [
  ...['psy', 'fou', 'dement', 'rom', 'noir', 'noire', 'separe', 'separee', 'gay', 'trans'],
  ...['rsa', 'rmi', 'assiste', 'assistee', 'sdf', 'ase', 'caf', 'sale', 'con', 'conne'],
];

/** Whether a note in free words may stand (DAT-04). */
export function isFitNote(text: string): boolean {
  const words = ` ${plain(text)} `;
  return (
    forbidden.every((word) => !words.includes(` ${word}`)) &&
    forbiddenWhole.every((word) => !words.includes(` ${word} `))
  );
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/gu, ' ');

/** A note: a code, or — where the commune allows it — words that are short, dated and signed. */
export const Note = z
  .strictObject({
    code: z.enum(noteCodes).optional(),
    text: z.string().trim().min(1).max(maxLength).optional(),
    by: z.string().trim().min(1).max(120).optional(),
    on: LocalDate.optional(),
  })
  .refine(
    ({ code, text, by, on }) =>
      text === undefined
        ? code !== undefined
        : code === undefined && by !== undefined && on !== undefined,
    refusal({
      code: 'NOTE_SHAPE',
      rule: 'DAT-04',
      text: {
        fr: 'Une note est un code de la liste ; en texte libre, elle est datée et signée.',
        en: 'A note is a code of the list; in free words it is dated and signed.',
      },
    }),
  )
  .refine(
    ({ text }) => text === undefined || isFitNote(text),
    refusal({
      code: 'NOTE_UNFIT',
      rule: 'DAT-04',
      text: {
        fr: 'Une note ne juge pas et ne dit rien de la santé, des croyances, de l’origine ou de la famille.',
        en: 'A note does not judge and says nothing of health, beliefs, origin or family.',
      },
    }),
  );
export type Note = z.output<typeof Note>;

/** First local date on which a note in free words is gone. */
export const noteEnd = ({ text, on }: Note): string | undefined =>
  text !== undefined && on !== undefined
    ? Temporal.PlainDate.from(on).add(ttl).toString()
    : undefined;

export const endsByItself = (note: Note): boolean => noteEnd(note) !== undefined;

/** The notes that still stand; a code stands as long as the record says it. */
export function standingNotes(notes: readonly Note[], today: Temporal.PlainDate): Note[] {
  return notes.filter((note) => (noteEnd(note) ?? '9999') > today.toString());
}
