import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore } from '../../infra/conformance/probe.ts';
import { renderReport, unexplained, type EngineReport } from '../../infra/conformance/report.ts';
import { runSuite, type Outcome } from '../../infra/conformance/suite.ts';
import { startEngine, type Engine } from '../../infra/local/engine.ts';

const report = (outcomes: EngineReport['outcomes']): EngineReport => ({
  engine: 'dynoxide',
  outcomes,
  story: { differing: 0, text: '' },
});

describe('the embedded engine', () => {
  let engine: Engine;
  let outcomes: readonly Outcome[];
  beforeAll(async () => {
    engine = await startEngine({});
    outcomes = await runSuite(await openStore(engine.endpoint, 'conformance-'));
  });
  afterAll(() => engine.stop());

  it('behaves as AWS documents DynamoDB, in everything that the product stands on', () => {
    expect(outcomes.length).toBeGreaterThan(30);
    expect(outcomes.filter(({ expected, observed }) => expected !== observed)).toEqual([]);
  });
});

describe('the report of the engines', () => {
  const same = { title: 'a', expected: 'x', observed: 'x' };
  const other = { title: 'b', expected: 'x', observed: 'y' };

  it('fails on a difference that nobody looked into', () =>
    expect(unexplained(report([same, other]))).toEqual(['no verdict on: b']));

  it('fails on a verdict that no longer holds', () => {
    const [line] = unexplained({ ...report([same]), engine: 'ministack' });
    expect(line).toMatch(/^no longer different: a reserved word/u);
  });

  it('shows what was observed where it differs', () =>
    expect(renderReport([report([same, other])])).toContain('| b | x | **y** |'));
});
