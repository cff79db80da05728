import { describe, expect, it } from '@jest/globals';
import { isCode, placesOf } from '../../../infra/rules/scan.ts';

describe('files that may enforce a rule', () => {
  it.each([
    'functions/loans/domain/loan.ts',
    'functions/portal/pages/home.tsx',
    'functions/notifications/templates/overdue.liquid',
    'layers/core/log.ts',
    'infra/networks/demo.yaml',
  ])('reads %s', (path) => {
    expect(isCode(path)).toBe(true);
  });

  it.each([
    'layers/core/catalogue/rules/retention.ts',
    'layers/core/catalogue/reasons.ts',
    'infra/rules/situations.ts',
    'infra/openapi/openapi.yaml',
    'functions/loans/domain/loan.test.ts',
    'functions/loans/README.md',
    'functions/loans/generated/wrapper.ts',
    'functions/loans/node_modules/x/index.ts',
    'test/unit/core/gate.test.ts',
    'docs/guide.html',
  ])('passes %s over', (path) => {
    expect(isCode(path)).toBe(false);
  });
});

describe('places of a rule', () => {
  it('gives every line that names it, one place a line', () => {
    const places = placesOf([
      { path: 'a.ts', text: '// RET-01\nconst x = 1; // RET-01, RET-01 and RET-04' },
      { path: 'b.ts', text: '/** RET-04..05 */' },
    ]);
    expect(Object.fromEntries(places)).toEqual({
      'RET-01': ['a.ts:1', 'a.ts:2'],
      'RET-04': ['a.ts:2', 'b.ts:1'],
      'RET-05': ['b.ts:1'],
    });
  });
});
