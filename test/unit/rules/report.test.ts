import { describe, expect, it } from '@jest/globals';
import { joinReport } from '../../../infra/rules/join.ts';
import { renderReport, verdictOf } from '../../../infra/rules/render.ts';
import { readJestRun } from '../../../infra/rules/results.ts';
import { placesOf } from '../../../infra/rules/scan.ts';

const root = '/repo';

/** Jest's JSON for one file; each test is `describe > title: status`. */
function jestJson(tests: readonly (readonly [title: string, status: string])[]): unknown {
  const assertionResults = tests.map(([full, status]) => {
    const [title, ...ancestors] = full.split(' > ').reverse();
    return { ancestorTitles: ancestors.reverse(), title, status, failureMessages: [] };
  });
  return {
    testResults: [
      { name: `${root}/test/a.test.ts`, status: 'passed', message: '', assertionResults },
    ],
  };
}

const code = placesOf([{ path: 'functions/x.ts', text: '// RET-01\n// RET-04\n// NOT-09' }]);

const reportOf = (tests: readonly (readonly [string, string])[]) =>
  joinReport(code, readJestRun(jestJson(tests), root));

const ruleOf = (tests: readonly (readonly [string, string])[], id: string) =>
  reportOf(tests).rules.find((rule) => rule.id === id);

describe('a Jest run', () => {
  it('keeps tagged tests with their path from the root, tags of describes included', () => {
    const run = readJestRun(
      jestJson([
        ['[RET-01] clock > [#17] ends', 'passed'],
        ['plain', 'passed'],
      ]),
      root,
    );
    expect(run).toEqual({
      tests: [
        {
          rules: ['RET-01'],
          situations: [17],
          title: '[RET-01] clock [#17] ends',
          file: 'test/a.test.ts',
          status: 'PASSED',
        },
      ],
      unloaded: [],
    });
  });

  it.each(['pending', 'todo', 'skipped', 'disabled'])('counts %s as skipped', (status) => {
    const run = readJestRun(jestJson([['[RET-01] later', status]]), root);
    expect(run.tests.map((test) => test.status)).toEqual(['SKIPPED']);
  });

  it('refuses what is not the output of Jest', () => {
    expect(() => readJestRun({ tests: [] }, root)).toThrow('testResults');
  });
});

describe('the report', () => {
  it('joins a rule with its code and its passing test, without a gap', () => {
    const report = reportOf([['[RET-01 #17] ends in May', 'passed']]);
    const test = { title: '[RET-01 #17] ends in May', file: 'test/a.test.ts', status: 'PASSED' };
    expect(report.rules[0]).toEqual({
      id: 'RET-01',
      code: ['functions/x.ts:1'],
      tests: [test],
      passed: true,
    });
    expect(report.situations[16]).toMatchObject({ n: 17, tests: [test], passed: true });
    expect(report.rules.filter(({ passed }) => passed)).toHaveLength(1);
    expect(report.gaps).toEqual([]);
  });

  it('does not count a rule proved when one of its tests fails or none ran', () => {
    const mixed = [
      ['[RET-01] a', 'passed'],
      ['[RET-01] b', 'failed'],
    ] as const;
    expect(ruleOf(mixed, 'RET-01')?.passed).toBe(false);
    expect(ruleOf([['[RET-01] a', 'pending']], 'RET-01')?.passed).toBe(false);
    expect(
      ruleOf(
        [
          ['[RET-01] a', 'pending'],
          ['[RET-01] b', 'passed'],
        ],
        'RET-01',
      )?.passed,
    ).toBe(true);
  });

  it.each([
    ['a failing test', '[RET-01] a', 'failed', 'test/a.test.ts: “[RET-01] a” fails'],
    ['an unknown rule', '[RET-01 RET-77] a', 'passed', 'is tagged RET-77, which is no rule'],
    ['an unknown situation', '[#139] a', 'passed', 'is tagged #139, which is no situation'],
    ['a rule beside no code', '[GOV-20] a', 'passed', 'GOV-20 has tests but stands beside no code'],
  ])('names %s', (_, title, status, gap) => {
    expect(reportOf([[title, status]]).gaps).toEqual([expect.stringContaining(gap)]);
  });

  it('names an unknown rule of the code and a file that Jest could not load', () => {
    const places = placesOf([{ path: 'functions/y.ts', text: '\n// RET-88' }]);
    const report = joinReport(places, { tests: [], unloaded: ['test/b.test.ts'] });
    expect(report.gaps).toEqual([
      'test/b.test.ts could not be loaded, so what it proves is unknown',
      'functions/y.ts:2 names RET-88, which is no rule',
    ]);
  });

  it('takes a broken file from the run', () => {
    const broken = {
      name: `${root}/test/b.test.ts`,
      status: 'failed',
      message: 'x',
      assertionResults: [],
    };
    expect(readJestRun({ testResults: [broken] }, root).unloaded).toEqual(['test/b.test.ts']);
  });
});

describe('the table', () => {
  const test = (status: 'PASSED' | 'FAILED' | 'SKIPPED') => [{ title: 't', file: 'f', status }];

  it.each([
    ['pass', { code: ['a:1'], tests: test('PASSED'), passed: true }],
    ['FAIL', { code: ['a:1'], tests: test('FAILED'), passed: false }],
    ['skipped', { code: ['a:1'], tests: test('SKIPPED'), passed: false }],
    ['untested', { code: ['a:1'], tests: [], passed: false }],
    ['open', { code: [], tests: [], passed: false }],
  ] as const)('says %s', (verdict, rule) => {
    expect(verdictOf(rule)).toBe(verdict);
  });

  it('aligns its columns, sums up and lists what is unproved', () => {
    const page = renderReport(
      reportOf([
        ['[RET-01 #17] a', 'passed'],
        ['[RET-01] b', 'passed'],
      ]),
    );
    const rows = page.split('\n');
    expect(rows[0]).toBe('rule    code              test               result');
    expect(rows[1]).toBe('RET-01  functions/x.ts:1  test/a.test.ts +1  pass');
    expect(rows[2]).toBe('RET-02  -                 -                  open');
    expect(page).toContain('1 of 115 rules and 1 of 138 situations are proved.');
    const [, unproved = ''] = page.split('Rules still unproved:');
    expect(unproved).not.toContain('RET-01');
    expect(unproved).toContain('  RET-02 RET-03');
    expect(unproved).not.toContain('#17 ');
    expect(page).not.toContain('Gaps');
    expect(Math.max(...unproved.split('\n').map((row) => row.length))).toBeLessThanOrEqual(90);
  });

  it('ends with the gaps', () => {
    const page = renderReport(reportOf([['[RET-01] a', 'failed']]));
    expect(page).toContain('Gaps (1):\n  test/a.test.ts: “[RET-01] a” fails\n');
  });
});
