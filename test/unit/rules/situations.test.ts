import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { situations } from '../../../infra/rules/situations.ts';
import { ruleMentions } from '../../../infra/rules/tags.ts';

describe('the inventory of situations', () => {
  it('numbers them 1 to 138, each with a title of its own', () => {
    expect(situations.map(({ n }) => n)).toEqual(Array.from({ length: 138 }, (_, i) => i + 1));
    expect(new Set(situations.map(({ title }) => title)).size).toBe(138);
  });

  it('has no situation without a rule, nor one rule twice', () => {
    for (const { rules } of situations) {
      expect(rules.length).toBeGreaterThan(0);
      expect(new Set(rules).size).toBe(rules.length);
    }
  });
});

// The specification lies beside the repository of its authors; a clone elsewhere has only the table.
const source = join(import.meta.dirname, '../../../../shared/rules.md');
const present = existsSync(source);
const title = present
  ? 'against rules.md'
  : 'against rules.md (skipped: ../shared/rules.md is absent)';

/** The text of each situation of chapter 2, by its number, and the source under which it stands. */
function written(): readonly { n: number; origin: string; text: string }[] {
  const [, chapter = ''] = readFileSync(source, 'utf8').split(/^## [23]\..*$/mu);
  const pieces = chapter.split(/(?<=^|(?<!art)\. |\n)(\d{1,3})(?:–(\d{1,3}))?\. /u).slice(1);
  const found = [];
  for (let i = 0; i < pieces.length; i += 3) {
    const [first = '', last, text = ''] = pieces.slice(i, i + 3);
    const before = chapter.slice(
      0,
      chapter.search(new RegExp(String.raw`(?:^|\. |\n)${first}[.–]`, 'u')),
    );
    // 129–138 say their source themselves; the others stand under its heading.
    const origin =
      /^S[0-4]/u.exec(text)?.[0] ?? [...before.matchAll(/\*\*(S[0-4])/gu)].at(-1)?.[1] ?? '';
    for (let n = Number(first); n <= Number(last ?? first); n += 1) found.push({ n, origin, text });
  }
  return found;
}

(present ? describe : describe.skip)(title, () => {
  it('has the same numbers under the same sources', () => {
    expect(situations.map(({ n, origin }) => ({ n, origin }))).toEqual(
      written().map(({ n, origin }) => ({ n, origin })),
    );
  });

  it('names at least the rules that the text of a situation names', () => {
    const missing = written().flatMap(({ n, text }) => {
      const ours: readonly string[] = situations[n - 1]?.rules ?? [];
      return ruleMentions(text.split('**S')[0] ?? '')
        .filter((id) => !ours.includes(id))
        .map((id) => `#${String(n)} ${id}`);
    });
    expect(missing).toEqual([]);
  });
});
