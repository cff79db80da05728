import { describe, expect, it } from '@jest/globals';
import { createServer } from '../../../infra/local/client.ts';
import { createProgress } from '../../../infra/local/demo/progress.ts';
import { family } from '../../../infra/local/demo/story/family.ts';
import { playStory, steps } from '../../../infra/local/demo/story/play.ts';
import { chooseImportedReader, inventReader } from '../../../infra/local/demo/story/readers.ts';
import type { Step } from '../../../infra/local/demo/story/story.ts';
import type { IlsEvent, PatronRow } from '../../../infra/local/wire.ts';

const screenOf = (isTTY = false) => {
  const lines: string[] = [];
  return { screen: { write: (text: string) => lines.push(text), isTTY }, lines };
};
const story = {
  server: createServer({ baseUrl: 'http://127.0.0.1:9' }),
  reader: inventReader('2026-11-23'),
  notes: new Map(),
};
const step = (expect: Step['expect'], observed: string): Step => ({
  title: { fr: 'Une étape', en: 'A step' },
  rules: ['RET-01'],
  expect,
  act: () => Promise.resolve(observed),
});

describe('the story', () => {
  it('counts the observations that differ and prints both', async () => {
    const { screen, lines } = screenOf();
    expect(await playStory({ story, screen, scenes: [step('a', 'a'), step(() => 'a', 'b')] })).toBe(
      1,
    );
    expect(lines.join('')).toContain('attendu / expected: a\n       observé / observed: b');
  });

  it('has no colour outside a terminal', async () => {
    const plain = screenOf();
    const colour = screenOf(true);
    await playStory({ story, screen: plain.screen, scenes: [step('a', 'a')] });
    await playStory({ story, screen: colour.screen, scenes: [step('a', 'a')] });
    expect(plain.lines.join('')).not.toContain('\u001B');
    expect(colour.lines.join('')).toContain('\u001B');
  });

  it('tells of a family, a birthday, a text that changed and a signature that lapsed, and names its rules', () => {
    const told = new Set(family.flatMap(({ rules }) => rules));
    expect([...told].toSorted()).toEqual(
      ['CAM-02', 'CON-01', 'CON-03', 'CON-05', 'CON-06', 'CON-07', 'CON-09', 'DIS-06'].toSorted(),
    );
  });

  it('tells the main job and names its rules', () => {
    const told = new Set(steps.flatMap(({ rules }) => rules));
    const promised = [
      'DAT-01',
      'RET-01',
      'RET-02',
      'RET-04',
      'CON-01',
      'CON-02',
      'NOT-02',
      'NOT-09',
      'NOT-10',
      'NOT-14',
      'NOT-04',
      'NOT-03',
      'CON-03',
      'CON-04',
      'RGT-06',
    ] as const;
    expect(promised.filter((rule) => !told.has(rule))).toEqual([]);
  });
});

describe('the imported reader of the story', () => {
  const patron = (id: number, family: string): PatronRow => ({
    patronRef: `evergreen:${id}`,
    library: 'rpls',
    commune: 'rohan',
    category: 'ADULT',
    name: { family, given: ['A'] },
    enrolledOn: '2020-10-27',
  });
  const loan = (id: number, of: number): IlsEvent => ({
    id: `e${id}`,
    type: 'loan.created',
    at: '2020-10-27T10:00:00-04:00',
    dueOn: '2020-11-10',
    patronRef: `evergreen:${of}`,
    library: 'rpls',
    loanRef: `evergreen:loan:${id}`,
    itemRef: `evergreen:item:${id}`,
    title: 'Le concerto',
  });
  const choose = (patrons: PatronRow[], loans: IlsEvent[]) =>
    chooseImportedReader({
      patrons: { items: patrons, warnings: [], skipped: [] },
      events: { items: loans, warnings: [], skipped: [] },
      patronOutcomes: [],
      eventOutcomes: [],
    });

  it('has an open loan, few of them, and a name of their own', () => {
    const chosen = choose(
      [patron(1, 'Jones'), patron(2, 'Jones'), patron(3, 'Moran'), patron(4, 'Baker')],
      [loan(1, 1), loan(2, 3), loan(3, 3), loan(4, 4), loan(5, 4), loan(6, 4)],
    );
    expect(chosen).toMatchObject({
      row: { patronRef: 'evergreen:3' },
      loanRef: 'evergreen:loan:2',
      otherLoanRefs: ['evergreen:loan:3'],
      isImported: true,
    });
  });

  it('is nobody when nobody borrows', () => {
    expect(choose([patron(1, 'Jones')], [])).toBeUndefined();
  });
});

describe('the progress bar', () => {
  it('is one line redrawn on a terminal and a line a quarter elsewhere', () => {
    for (const [isTTY, expected] of [
      [true, 11],
      [false, 5],
    ] as const) {
      const { screen, lines } = screenOf(isTTY);
      const progress = createProgress({ screen, label: 'prêts', total: 10 });
      for (let done = 0; done < 10; done += 1) progress.advance(1);
      expect(lines).toHaveLength(expected);
      expect(lines.every((line) => line.startsWith('\r') === isTTY)).toBe(true);
    }
  });
});
