import { describe, expect, it } from '@jest/globals';
import { measuredOf, noUnits, type Measured } from '../../../infra/cost/units.ts';
import { billOf } from '../../../infra/cost/model.ts';
import { firstBound } from '../../../infra/cost/quotas.ts';
import { realInventory } from '../../cdk/stacks.ts';

const size = { patrons: 60_000, loans: 1_200_000 };
const usd = (units: Measured, what: string) =>
  billOf(size, units, realInventory()).lines.find((line) => line.what === what)?.usd;

describe('the bill', () => {
  it('prices what was measured as often as it happens', () => {
    // 100,000 loans a month of 10 write units each, at $0.625 a million.
    expect(usd(measuredOf({ loan: { ...noUnits, write: 10 } }), 'table writes')).toBeCloseTo(0.625);
    expect(usd(measuredOf({}), 'table writes')).toBe(0);
  });

  it('keeps messages apart from infrastructure', () => {
    const { infrastructureEuros, messagesEuros, lines } = billOf(
      size,
      measuredOf({}),
      realInventory(),
    );
    const all = lines.reduce((sum, line) => sum + line.usd, 0);
    expect((infrastructureEuros + messagesEuros) / all).toBeCloseTo(0.86);
    expect(messagesEuros).toBeGreaterThan(60);
  });

  it('leaves two and a half of the fifteen euros a month to what readers do, whatever plugins come', () => {
    const { infrastructureEuros } = billOf(size, measuredOf({}), realInventory());
    expect(infrastructureEuros).toBeGreaterThan(5);
    expect(infrastructureEuros).toBeLessThan(12.5);
  });

  it('counts a free share once for all lines of a price', () => {
    const { lines } = billOf(
      size,
      measuredOf({ loan: { ...noUnits, queue: 10 } }),
      realInventory(),
    );
    const calls = lines.filter(({ price }) => price === 'queueCall');
    const sum = (of: 'usd' | 'usdBeyondFree') => calls.reduce((all, line) => all + line[of], 0);
    expect(calls).toHaveLength(2);
    expect(sum('usd') - sum('usdBeyondFree')).toBeCloseTo(0.4);
  });
});

describe('the first quota', () => {
  it('is the one whose share is largest', () => {
    const keys = measuredOf({ loan: { ...noUnits, kms: 1_000_000 } });
    expect(firstBound(size, keys).name).toContain('KMS');
    expect(firstBound(size, measuredOf({})).name).toContain('e-mails');
  });
});
