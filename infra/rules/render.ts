import type { Report, RuleLine, SituationLine } from './join.ts';

type Verdict = 'pass' | 'FAIL' | 'skipped' | 'untested' | 'open';

/** `open`: nothing yet; `untested`: code without a test; `skipped`: its tests did not run. */
export function verdictOf({ code, tests, passed }: Omit<RuleLine, 'id'>): Verdict {
  if (passed) return 'pass';
  if (tests.some(({ status }) => status === 'FAILED')) return 'FAIL';
  if (tests.length > 0) return 'skipped';
  return code.length > 0 ? 'untested' : 'open';
}

/** The first of a list and how many more: `a.ts:3 +2`. */
function brief(all: readonly string[]): string {
  const [first, ...others] = all;
  if (first === undefined) return '-';
  return others.length > 0 ? `${first} +${String(others.length)}` : first;
}

/** Columns padded to their widest cell. */
function align(table: readonly (readonly string[])[]): string {
  const width = (column: number) => Math.max(...table.map((row) => row[column]?.length ?? 0));
  const widths = table[0]?.map((_, column) => width(column)) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** At most 90 columns a line, so that it can be read in a terminal. */
function wrap(words: readonly string[]): string {
  const rows: string[] = [];
  for (const word of words) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + word.length < 90)
      rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(`  ${word}`);
  }
  return rows.join('\n');
}

function unproved(
  rules: readonly RuleLine[],
  situations: readonly SituationLine[],
): readonly string[] {
  const ids = rules.filter(({ passed }) => !passed).map(({ id }) => id);
  const numbers = situations.filter(({ passed }) => !passed).map(({ n }) => `#${String(n)}`);
  return [
    ...(ids.length > 0 ? [`\nRules still unproved:\n${wrap(ids)}`] : []),
    ...(numbers.length > 0 ? [`\nSituations still unproved:\n${wrap(numbers)}`] : []),
  ];
}

/** The page that `npm run rules` prints. */
export function renderReport({ rules, situations, gaps }: Report): string {
  const table = rules.map((rule) => {
    const tests = rule.tests.map(({ file }) => file);
    return [rule.id, brief(rule.code), brief(tests), verdictOf(rule)];
  });
  const count = (all: readonly { passed: boolean }[]) => all.filter(({ passed }) => passed).length;
  return [
    align([['rule', 'code', 'test', 'result'], ...table]),
    `\n${String(count(rules))} of ${String(rules.length)} rules and ` +
      `${String(count(situations))} of ${String(situations.length)} situations are proved.`,
    ...unproved(rules, situations),
    ...(gaps.length > 0
      ? [`\nGaps (${String(gaps.length)}):`, ...gaps.map((gap) => `  ${gap}`)]
      : []),
    '',
  ].join('\n');
}
