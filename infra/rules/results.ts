import * as z from 'zod';
import { tagsOf, type Tags } from './tags.ts';

/** The part of Jest's `--json` output that we read. */
const JestRun = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.string() }),
      ),
    }),
  ),
});

export type TestStatus = 'PASSED' | 'FAILED' | 'SKIPPED';

export interface TaggedTest extends Tags {
  readonly title: string;
  /** Relative to the root of the repository. */
  readonly file: string;
  readonly status: TestStatus;
}

export interface TestRun {
  readonly tests: readonly TaggedTest[];
  /** Files that Jest could not even load: what they prove is unknown. */
  readonly unloaded: readonly string[];
}

const statuses: Readonly<Record<string, TestStatus>> = { passed: 'PASSED', failed: 'FAILED' };

/**
 * The tagged tests of a Jest run. Titles are those of the run, so templates (`it.each`) are filled in;
 * a tag of a `describe` counts for each of its tests.
 *
 * @throws when `json` is not the output of Jest: there is nothing to report then.
 */
export function readJestRun(json: unknown, root: string): TestRun {
  const relative = (name: string) =>
    name.startsWith(`${root}/`) ? name.slice(root.length + 1) : name;
  const { testResults } = JestRun.parse(json);
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status }) => {
      const full = [...ancestorTitles, title].join(' ');
      return {
        ...tagsOf(full),
        title: full,
        file: relative(name),
        status: statuses[status] ?? 'SKIPPED',
      };
    }),
  );
  return {
    tests: tests.filter((test) => test.rules.length + test.situations.length > 0),
    unloaded: testResults
      .filter(
        ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
      )
      .map(({ name }) => relative(name)),
  };
}
