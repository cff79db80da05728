import { isRuleId, type RuleId, ruleIds } from '#core/catalogue/rules.ts';
import type { TaggedTest, TestRun, TestStatus } from './results.ts';
import type { Places } from './scan.ts';
import { situations } from './situations.ts';

export interface TestLine {
  readonly title: string;
  readonly file: string;
  readonly status: TestStatus;
}

export interface RuleLine {
  readonly id: RuleId;
  readonly code: readonly string[];
  readonly tests: readonly TestLine[];
  /** At least one test ran and none failed. */
  readonly passed: boolean;
}

export interface SituationLine {
  readonly n: number;
  readonly title: string;
  readonly tests: readonly TestLine[];
  readonly passed: boolean;
}

/** Rule → code → test → result, and what contradicts it. */
export interface Report {
  readonly rules: readonly RuleLine[];
  readonly situations: readonly SituationLine[];
  /** Sentences that say what is wrong; none when the report may be trusted. */
  readonly gaps: readonly string[];
}

const lines = (tests: readonly TaggedTest[]): readonly TestLine[] =>
  tests.map(({ title, file, status }) => ({ title, file, status }));

const proved = (tests: readonly TaggedTest[]): boolean =>
  tests.some(({ status }) => status === 'PASSED') &&
  !tests.some(({ status }) => status === 'FAILED');

function gapsOfTest({
  title,
  file,
  status,
  rules,
  situations: numbers,
}: TaggedTest): readonly string[] {
  const where = `${file}: “${title}”`;
  return [
    ...(status === 'FAILED' ? [`${where} fails`] : []),
    ...rules
      .filter((id) => !isRuleId(id))
      .map((id) => `${where} is tagged ${id}, which is no rule`),
    ...numbers
      .filter((n) => !situations.some((situation) => situation.n === n))
      .map((n) => `${where} is tagged #${String(n)}, which is no situation`),
  ];
}

function gapsOfCode(places: Places): readonly string[] {
  return [...places].flatMap(([id, code]) =>
    isRuleId(id) ? [] : code.map((place) => `${place} names ${id}, which is no rule`),
  );
}

/** Joins the catalogue, the places in the code and the tagged tests. */
export function joinReport(places: Places, run: TestRun): Report {
  const rules = ruleIds.map((id) => {
    const tests = run.tests.filter((test) => test.rules.includes(id));
    return { id, code: places.get(id) ?? [], tests: lines(tests), passed: proved(tests) };
  });
  return {
    rules,
    situations: situations.map(({ n, title }) => {
      const tests = run.tests.filter((test) => test.situations.includes(n));
      return { n, title, tests: lines(tests), passed: proved(tests) };
    }),
    gaps: [
      ...run.unloaded.map((file) => `${file} could not be loaded, so what it proves is unknown`),
      ...run.tests.flatMap(gapsOfTest),
      ...gapsOfCode(places),
      ...rules
        .filter(({ code, tests }) => tests.length > 0 && code.length === 0)
        .map(({ id }) => `${id} has tests but stands beside no code`),
    ],
  };
}
