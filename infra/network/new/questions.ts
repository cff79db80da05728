import type { Network } from '#core/network.ts';
import type { Locale, Text } from '#core/text.ts';
import { describeNetworkFaults } from '../fault.ts';
import { fieldAt } from '../fields.ts';
import { readNetwork, type NetworkResult } from '../read.ts';
import type { Path } from '../source.ts';

/** Whoever answers: a terminal, or the list of a test. */
export interface Person {
  readonly locale: Locale;
  ask(question: string): Promise<string>;
  say(text: string): void;
}

interface Question {
  readonly key: string;
  /** What an empty answer means; `''` leaves the key out. */
  readonly preset?: string;
  readonly read?: (typed: string) => unknown;
}

const listOf = (typed: string): readonly string[] =>
  typed
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
const isYes = (typed: string): boolean => /^(?:o|y|true)/iu.test(typed);

const ofNetwork: readonly Question[] = [
  { key: 'region', preset: 'eu-west-3' },
  { key: 'zone', preset: 'Europe/Paris' },
  { key: 'mode', preset: 'MONTH_END' },
  { key: 'publicUrl' },
  { key: 'identity.issuer' },
  { key: 'identity.audience', preset: 'discretion' },
  { key: 'sender.emailFrom' },
  { key: 'sender.smsSenderId' },
  { key: 'sender.smsTwoWay', preset: 'non', read: isYes },
  { key: 'sender.smsSpendLimitUsd', preset: '', read: Number },
];

const ofCommune: readonly Question[] = [
  { key: 'archivesVisaRef', preset: '' },
  { key: 'hostDecisionRef', preset: '' },
  { key: 'electedNames', preset: '', read: listOf },
];

const ofVendor: readonly Question[] = [
  { key: 'name', preset: 'AWS EMEA SARL' },
  { key: 'location' },
  { key: 'endsOn' },
];

/** Asks until the network is complete. An answer that has a fault is told its remedy and asked again. */
export async function askNetwork(person: Person): Promise<NetworkResult> {
  let draft = await askAll(await askNames({}, [], person), [], person, ofNetwork);
  for (let at = 0, more = true; more; at += 1) {
    draft = await askCommune(draft, ['communes', at], person);
    more = isYes(await person.ask(texts.anotherCommune[person.locale]));
  }
  draft = await askVendors(draft, person);
  return readNetwork(JSON.stringify(draft), 'answers');
}

async function askCommune(before: unknown, path: Path, person: Person): Promise<unknown> {
  let draft = await askNames(before, path, person);
  draft = await settle(draft, [...path, 'dpo'], person, () => askDpo(path, person));
  draft = await askAll(draft, path, person, ofCommune);
  for (let at = 0, more = true; more; at += 1) {
    const library = [...path, 'libraries', at];
    draft = await askNames(draft, library, person);
    draft = await askAll(draft, library, person, [{ key: 'ilsCodes', read: listOf }]);
    more = isYes(await person.ask(texts.anotherLibrary[person.locale]));
  }
  return settle(draft, [...path, 'signoffs'], person, () => askSignoffs(path, person));
}

/** The name first: the short name is made from it. */
async function askNames(before: unknown, path: Path, person: Person): Promise<unknown> {
  let name = '';
  const draft = await settle(before, [...path, 'name'], person, async () => {
    name = await askOne(path, { key: 'name' }, person);
    return name;
  });
  return askAll(draft, path, person, [{ key: 'id', preset: shortName(name) }]);
}

async function askDpo(path: Path, person: Person): Promise<unknown> {
  const name = await askOne(path, { key: 'dpo.name', preset: '' }, person);
  if (name === '') return undefined;
  return { name, email: await askOne(path, { key: 'dpo.email' }, person) };
}

/** What nobody signed is never written as signed (CAM-02): an empty answer is none. */
async function askSignoffs(path: Path, person: Person): Promise<unknown> {
  const purposes = listOf(await askOne(path, { key: 'signoffs', preset: '' }, person));
  if (purposes.length === 0) return [];
  const until = await askOne([...path, 'signoffs', 0], { key: 'validUntil' }, person);
  return purposes.map((purpose) => ({ purpose, validUntil: until }));
}

/** GOV-04. Without the reference of a contract a provider is left out, and the doctor will ask for it. */
async function askVendors(before: unknown, person: Person): Promise<unknown> {
  let [draft, at] = [before, 0];
  for (const [service, title] of Object.entries(vendorTitles)) {
    const path = ['vendors', at];
    person.say(`\n${title[person.locale]}`);
    const contractRef = await askOne(path, { key: 'contractRef', preset: '' }, person);
    if (contractRef === '') continue;
    const begun = { id: `aws-${service.toLowerCase()}`, service, contractRef };
    draft = await askAll(withValue(draft, path, begun), path, person, ofVendor);
    at += 1;
  }
  return draft;
}

async function askAll(
  before: unknown,
  path: Path,
  person: Person,
  questions: readonly Question[],
): Promise<unknown> {
  let draft = before;
  for (const question of questions) {
    draft = await settle(draft, [...path, ...question.key.split('.')], person, async () => {
      const typed = await askOne(path, question, person);
      if (typed === '' && question.preset === '') return undefined;
      return question.read ? question.read(typed) : typed;
    });
  }
  return draft;
}

async function askOne(path: Path, { key, preset }: Question, person: Person): Promise<string> {
  const field = fieldAt([...path, ...key.split('.')]);
  const example = field?.example === undefined ? '' : ` (${field.example})`;
  const otherwise = preset === undefined ? '' : ` [${preset}]`;
  const typed = await person.ask(
    `${field?.help[person.locale] ?? key}${preset ? '' : example}${otherwise}\n${key} : `,
  );
  return typed.trim() || (preset ?? '');
}

/** Puts the answer in its place, unless the reader of network files finds a fault in it. */
async function settle(
  draft: unknown,
  path: Path,
  person: Person,
  answer: () => Promise<unknown>,
): Promise<unknown> {
  for (;;) {
    const value = await answer();
    if (value === undefined) return draft;
    const next = withValue(draft, path, value);
    const refusal = refusalAt(next, path, person.locale);
    if (refusal === undefined) return next;
    person.say(refusal);
  }
}

/** What is wrong with this answer; what is missing elsewhere is still to be asked. */
function refusalAt(draft: unknown, path: Path, locale: Locale): string | undefined {
  const read = readNetwork(JSON.stringify(draft), 'answers');
  if (read.ok) return undefined;
  const at = path.join('.');
  const own = read.problem.filter(
    (fault) => fault.path === '' || fault.path === at || fault.path.startsWith(`${at}.`),
  );
  if (own.length === 0) return undefined;
  return describeNetworkFaults(own, locale).replaceAll(/^answers:\d+:\d+ {2}/gmu, '✗ ');
}

function withValue(draft: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const items: readonly unknown[] = Array.isArray(draft) ? draft : [];
    return [...items.slice(0, step), withValue(items[step], rest, value), ...items.slice(step + 1)];
  }
  const block: Record<string, unknown> = Object.fromEntries(Object.entries(draft ?? {}));
  return { ...block, [String(step)]: withValue(block[String(step)], rest, value) };
}

/** `Médiathèque du Centre` → `mediatheque-du-centre`. */
export function shortName(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '')
    .slice(0, 40)
    .replace(/-$/u, '');
}

const vendorTitles = {
  EMAIL: { fr: 'Qui envoie les courriels ?', en: 'Who sends the e-mails?' },
  SMS: { fr: 'Qui envoie les SMS ?', en: 'Who sends the SMS?' },
  HOSTING: { fr: 'Qui héberge ?', en: 'Who hosts?' },
} as const satisfies Record<Network['vendors'][number]['service'], Text>;

const texts = {
  anotherLibrary: {
    fr: 'Une autre bibliothèque dans cette commune ? [o/N] ',
    en: 'Another library in this commune? [y/N] ',
  },
  anotherCommune: { fr: 'Une autre commune ? [o/N] ', en: 'Another commune? [y/N] ' },
} as const satisfies Record<string, Text>;
