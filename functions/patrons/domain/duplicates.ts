import type { Patron } from './patron.ts';

/** What tells one person from another. */
export type Person = Pick<
  Patron,
  'name' | 'birthDate' | 'birthYear' | 'email' | 'mobile' | 'landline'
>;

/**
 * The words under which records of one person meet (DAT-07): names without case, accents or spaces, and the year of
 * birth. Without a first name or a birth nothing can be said.
 */
export function personOf({
  name,
  birthDate,
  birthYear,
}: Pick<Person, 'name' | 'birthDate' | 'birthYear'>): [string, string, string] | undefined {
  const [given] = name.given;
  const year = birthDate?.slice(0, 4) ?? birthYear?.toString();
  return given !== undefined && year !== undefined
    ? [plain(name.family), plain(given), year]
    : undefined;
}

/**
 * The same person twice: name, birth and one contact. A shared address or number alone is a family, a shared name and
 * year alone are namesakes; two full dates of birth that differ are two persons.
 */
export function isSamePerson(a: Person, b: Person): boolean {
  const [first, second] = [personOf(a), personOf(b)];
  if (!first || !second || first.some((word, n) => word !== second[n])) return false;
  if (a.birthDate !== undefined && b.birthDate !== undefined) return a.birthDate === b.birthDate;
  return contactsOf(a).some((contact) => contactsOf(b).includes(contact));
}

const contactsOf = ({ email, mobile, landline }: Person) =>
  [email?.toLowerCase(), mobile, landline].filter((contact) => contact !== undefined);

const plain = (word: string) =>
  word
    .normalize('NFD')
    .replaceAll(/[^\p{L}]/gu, '')
    .toLowerCase();
