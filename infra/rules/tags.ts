import { ruleIds } from '#core/catalogue/rules.ts';

const chapters = [...new Set(ruleIds.map((id) => id.slice(0, 3)))].join('|');

/** `RET-01`, `RET-01/06/08`, `RET-09..11`, `CAM-02–04`; not a part of a longer word. */
const mention = new RegExp(
  String.raw`(?<![\w-])(${chapters})-(\d{2})(?!\d)((?:(?:\/|\.\.|–)\d{2}(?!\d))*)`,
  'gu',
);

const inBrackets = /\[([^\]]*)\]/gu;
const situationTag = /#(\d+)/gu;

const pad = (n: number): string => String(n).padStart(2, '0');

function numbersOf(first: string, rest: string): readonly string[] {
  const numbers = [first];
  for (const [, separator, next = ''] of rest.matchAll(/(\/|\.\.|–)(\d{2})/gu)) {
    const last = Number(numbers.at(-1));
    const from = separator === '/' ? Number(next) : last + 1;
    for (let n = from; n <= Number(next); n += 1) numbers.push(pad(n));
  }
  return numbers;
}

/** Every rule id that a text names, in order, without repetition; ids that no rule has are kept. */
export function ruleMentions(text: string): readonly string[] {
  const ids = [...text.matchAll(mention)].flatMap(([, chapter = '', first = '', rest = '']) =>
    numbersOf(first, rest).map((n) => `${chapter}-${n}`),
  );
  return [...new Set(ids)];
}

export interface Tags {
  readonly rules: readonly string[];
  readonly situations: readonly number[];
}

/** What a full test title claims to prove: the ids and the `#n` between its square brackets. */
export function tagsOf(title: string): Tags {
  const bracketed = [...title.matchAll(inBrackets)].map(([, inside = '']) => inside).join(' ');
  const numbers = [...bracketed.matchAll(situationTag)].map(([, n]) => Number(n));
  return { rules: ruleMentions(bracketed), situations: [...new Set(numbers)] };
}

/** What Jest must run to see every tagged test. */
export const tagPattern = String.raw`\[((${chapters})-|#)`;
