import type { FieldError } from '#core/problem.ts';
import { isSamePerson, personOf } from '../domain/duplicates.ts';
import type { Patron } from '../domain/patron.ts';
import type { Directory } from './ports.ts';

type Doubles = Pick<Directory, 'namesakes' | 'readMany' | 'file'>;

export interface Found {
  /** What is written with the record. */
  readonly marks: Pick<Patron, 'problems' | 'quarantined'>;
  readonly warnings: readonly FieldError[];
  /** The other records of the same person. */
  readonly others: readonly Patron[];
}

/** Who looked at a record before it came: a file is seen by nobody, a form and a desk by somebody with the person in front. */
export type Seen = 'BY_NOBODY' | 'BY_SYSTEM' | 'BY_DESK';

/**
 * Whether this person has a record already, here or in another commune (DAT-07). Asked only when name, birth or contact
 * is new: one query of a keyed hash, and the few records that it finds. A file that nobody looked at waits; a desk that
 * was warned does not.
 */
export async function findDoubles(
  directory: Doubles,
  patron: Patron,
  { current, seen }: { current: Patron | undefined; seen: Seen },
): Promise<Found> {
  const isKnown = current && isSameIdentity(current, patron);
  const others = isKnown ? [] : await othersOf(directory, patron);
  const codes = isKnown
    ? current.problems.filter(isDoubleCode)
    : [...new Set(others.map((other) => codeFor(patron, other)))];
  const isDoubtful = isKnown ? current.quarantined && seen !== 'BY_DESK' : seen === 'BY_NOBODY';
  return {
    marks: {
      problems: [...patron.problems, ...codes],
      quarantined: patron.quarantined || (codes.length > 0 && isDoubtful),
    },
    warnings: codes.flatMap(warningOf),
    others,
  };
}

/** The desks of the records that were there first are told too: each of its own reader, nothing of the other. */
export async function markDoubles(
  directory: Doubles,
  patron: Patron,
  others: readonly Patron[],
): Promise<void> {
  for (const other of others) {
    const code = codeFor(patron, other);
    if (other.problems.includes(code)) continue;
    await directory.file({ ...other, problems: [...other.problems, code] });
  }
}

/** The other living records of the same person. */
export async function othersOf(
  directory: Pick<Doubles, 'namesakes' | 'readMany'>,
  patron: Patron,
): Promise<Patron[]> {
  const person = personOf(patron);
  const found = person ? await directory.namesakes(person) : [];
  const refs = found.filter((ref) => ref !== patron.subjectRef);
  if (refs.length === 0) return [];
  const others = await directory.readMany(refs);
  return [...others.values()].filter((other) => isSamePerson(patron, other));
}

export const isDoubleCode = (code: string): boolean => code in sentences;

type DoubleCode = keyof typeof sentences;

export const codeFor = (a: Pick<Patron, 'commune'>, b: Pick<Patron, 'commune'>): DoubleCode =>
  a.commune === b.commune ? 'DUPLICATE' : 'DUPLICATE_ELSEWHERE';

const isSameIdentity = (a: Patron, b: Patron) =>
  JSON.stringify(identityOf(a)) === JSON.stringify(identityOf(b));

const identityOf = ({ name, birthDate, birthYear, email, mobile, landline }: Patron) => [
  name.family,
  name.given,
  birthDate,
  birthYear,
  email,
  mobile,
  landline,
];

const sentences = {
  DUPLICATE: {
    fr: 'Cette personne semble déjà inscrite dans cette commune : même nom, même naissance, même contact.',
    en: 'This person seems to be registered in this commune already: same name, birth and contact.',
  },
  DUPLICATE_ELSEWHERE: {
    fr: 'Cette personne semble déjà inscrite dans une autre commune du réseau : à voir avec elle.',
    en: 'This person seems to be registered in another commune of the network: ask them.',
  },
};

function warningOf(code: string): FieldError[] {
  const found = Object.entries(sentences).find(([one]) => one === code);
  return found ? [{ field: 'name', code, rule: 'DAT-07', message: found[1] }] : [];
}
