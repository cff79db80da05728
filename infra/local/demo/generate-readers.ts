import { Temporal } from 'temporal-polyfill';
import type { Address, Guardian, Informed, PatronRow } from '../wire.ts';
import { fictionalLandline, fictionalMobile, toAscii } from './contacts.ts';
import { createRandom, type Random } from './random.ts';
import { familyNames, givenNames, libraries, streets, type Library } from './words.ts';

export interface Reader {
  readonly row: PatronRow;
  readonly age: number;
  readonly borrows: boolean;
}

interface Making {
  readonly random: Random;
  readonly today: Temporal.PlainDate;
  readonly readers: Reader[];
  readonly persons: Set<string>;
}

interface Household {
  readonly library: Library;
  readonly family: string;
  readonly address: Address;
}

interface Person {
  readonly family: string;
  readonly given: string;
  readonly birth: Temporal.PlainDate;
  readonly age: number;
}

const firstNumber = 1001;
const anaNumber = 1042;
/** Readers enrolled long ago who never borrow: what the first nightly sweep must erase (RET-09, RET-10). */
const dormantEvery = 160;
const servicePurposes = ['OVERDUE', 'HOLD', 'SERVICE_INFO'] as const;

/** What the paper enrolment form told the reader on the day of enrolment (NOT-01, NOT-02). */
function informOn(on: string, notice: string): Informed[] {
  return servicePurposes.map((purpose) => ({ purpose, notice, version: 1, by: 'PAPER_FORM', on }));
}

function pickLibrary(random: Random): Library {
  let left = random.between(1, 100);
  return libraries.find((library) => (left -= library.weight) <= 0) ?? libraries[0];
}

function createHousehold(random: Random): Household {
  const library = pickLibrary(random);
  const line = `${random.between(1, 118)}${random.chance(0.1) ? ' bis' : ''} ${random.pick(streets)}`;
  const { city, postCode } = library;
  return { library, family: random.pick(familyNames), address: { lines: [line], postCode, city } };
}

/** A person not met before: the same name and birth twice would be a duplicate (DAT-07). */
function createPerson(
  { random, today, persons }: Making,
  family: string,
  ages: readonly [number, number],
): Person {
  for (;;) {
    const given = random.pick(givenNames);
    const birth = today.subtract({ years: random.between(...ages), days: random.between(1, 360) });
    const { years: age } = birth.until(today, { largestUnit: 'years' });
    const identity = `${family} ${given} ${birth.year}`;
    if (persons.has(identity)) continue;
    persons.add(identity);
    return { family, given, birth, age };
  }
}

/**
 * A card without a loan counts its year of inactivity from enrolment (RET-10), so those who do not borrow
 * enrolled within eleven months, but for a few dormant ones.
 */
function pickEnrolment(
  { random, today }: Making,
  person: Person,
  habit: { borrows: boolean; dormant: boolean },
): string {
  if (habit.dormant) return today.subtract({ months: random.between(14, 40) }).toString();
  const longest = habit.borrows ? Math.min(12, Math.max(1, person.age - 4)) * 365 : 330;
  return today.subtract({ days: random.between(20, longest) }).toString();
}

function reachOf(
  random: Random,
  person: Person,
  index: number,
): Pick<PatronRow, 'email' | 'mobile' | 'landline'> {
  const young = person.age < 15;
  const local = `${toAscii(person.given)}.${toAscii(person.family)}${index}`;
  const hasEmail = random.chance(young ? 0.15 : 0.88);
  const hasMobile = random.chance(young ? 0.08 : person.age > 75 ? 0.35 : 0.78);
  return {
    ...(hasEmail && { email: `${local}@example.${random.chance(0.7) ? 'org' : 'net'}` }),
    ...(hasMobile && { mobile: fictionalMobile(index) }),
    ...(!young &&
      random.chance(person.age > 60 ? 0.7 : 0.2) && { landline: fictionalLandline(index) }),
  };
}

const categoryOf = (age: number): PatronRow['category'] =>
  age >= 18 ? 'ADULT' : age >= 12 ? 'TEEN' : 'CHILD';

function datesOf(
  making: Making,
  enrolledOn: string,
): Pick<PatronRow, 'enrolledOn' | 'renewedOn' | 'expiresOn'> {
  const enrolled = Temporal.PlainDate.from(enrolledOn);
  const { years } = enrolled.until(making.today, { largestUnit: 'years' });
  const renewed = enrolled.add({ years });
  return {
    enrolledOn,
    ...(years > 0 && { renewedOn: renewed.toString() }),
    expiresOn: renewed.add({ years: 1 }).subtract({ days: 1 }).toString(),
  };
}

function addReader(
  making: Making,
  household: Household,
  { person, guardian }: { person: Person; guardian?: Guardian },
): Reader {
  const { random, readers } = making;
  const number = firstNumber + readers.length;
  const minor = person.age < 18;
  const dormant = !minor && number % dormantEvery === 0;
  const borrows = !dormant && random.chance(0.78);
  const enrolledOn = pickEnrolment(making, person, { borrows, dormant });
  const row: PatronRow = {
    patronRef: `koha:${number}`,
    library: household.library.id,
    commune: household.library.commune,
    category: categoryOf(person.age),
    name: { family: person.family, given: [person.given] },
    ...(minor ? { birthDate: person.birth.toString() } : { birthYear: person.birth.year }),
    address: household.address,
    ...reachOf(random, person, readers.length),
    language: random.chance(0.96) ? 'fr' : 'en',
    ...datesOf(making, enrolledOn),
    ...(guardian && { guardian }),
    ...(random.chance(0.88) && { informed: informOn(enrolledOn, 'enrolment-adult') }),
  };
  const reader = { row, age: person.age, borrows };
  readers.push(reader);
  return reader;
}

/** The reader of the examples of the API (`api.md`, Patrons). */
function addAna({ readers, persons }: Making): void {
  persons.add('Nguyên Ana 1980');
  const row: PatronRow = {
    patronRef: `koha:${anaNumber}`,
    library: 'vs-centre',
    commune: 'valserine',
    category: 'ADULT',
    name: { family: 'Nguyên', given: ['Ana'] },
    birthYear: 1980,
    address: { lines: ['3 rue du Bac'], postCode: '01200', city: 'Valserine' },
    email: 'ana@example.org',
    mobile: '+33612345678',
    landline: '+33450000000',
    language: 'fr',
    enrolledOn: '2025-09-01',
    renewedOn: '2026-09-01',
    expiresOn: '2027-08-31',
    informed: [
      {
        purpose: 'OVERDUE',
        notice: 'enrolment-adult',
        version: 1,
        by: 'PAPER_FORM',
        on: '2025-09-01',
      },
    ],
  };
  readers.push({ row, age: 46, borrows: true });
}

/** The parent of a child: a reader of the same household, or somebody known by name only. */
function createGuardian(
  making: Making,
  household: Household,
  parent: Reader | undefined,
): Guardian {
  if (parent) return { patronRef: parent.row.patronRef };
  const { random, readers } = making;
  const given = random.pick(givenNames);
  const local = `${toAscii(given)}.${toAscii(household.family)}.parent${readers.length}`;
  return {
    name: { family: household.family, given: [given] },
    ...(random.chance(0.8) && { email: `${local}@example.net` }),
    ...(random.chance(0.7) && { mobile: fictionalMobile(5000 + readers.length) }),
    address: household.address,
  };
}

function addHousehold(making: Making): void {
  const { random } = making;
  const household = createHousehold(random);
  const family = random.chance(0.24);
  const parentReads = !family || random.chance(0.6);
  const ages: readonly [number, number] = family ? [27, 52] : [18, 94];
  const parent = parentReads
    ? addReader(making, household, { person: createPerson(making, household.family, ages) })
    : undefined;
  if (!family) return;
  const children = random.between(1, 3);
  for (let child = 0; child < children; child += 1) {
    const person = createPerson(making, household.family, [5, 16]);
    addReader(making, household, { person, guardian: createGuardian(making, household, parent) });
  }
}

/**
 * Readers of the demo network, `koha:1001` onwards, parents before their children.
 * @param today local date of the demo; ages and enrolments are counted from it.
 */
export function generateReaders({
  seed,
  today,
  count,
}: {
  seed: number;
  today: Temporal.PlainDate;
  count: number;
}): Reader[] {
  const making: Making = { random: createRandom(seed), today, readers: [], persons: new Set() };
  while (making.readers.length < anaNumber - firstNumber) addHousehold(making);
  making.readers.length = anaNumber - firstNumber;
  addAna(making);
  while (making.readers.length < count) addHousehold(making);
  making.readers.length = count;
  return making.readers;
}
