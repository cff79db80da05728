import { describe, expect, it } from '@jest/globals';
import { closeMonth, shownTo } from '../../../functions/statistics/domain/month.ts';
import { hide } from '../../../functions/statistics/domain/suppress.ts';
import type { Figure, Tally } from '../../../functions/statistics/domain/figure.ts';

/** So many acts of so many persons; the bits start at `from`, so that two figures may be of the same persons or not. */
const figure = (n: number, persons: number, from = 0): Figure => {
  let slots = 0;
  for (let bit = from; bit < from + persons; bit += 1) slots |= 1 << (bit % 32);
  return { n, slots: slots >>> 0 };
};

const of = (figures: Record<string, Figure>) => new Map(Object.entries(figures));

describe('[STA-01] what is hidden', () => {
  it('[#16] 3 of 40 hide themselves and one more: the total would betray them', () => {
    const hidden = hide(of({ a: figure(3, 3), b: figure(20, 15, 3), c: figure(17, 14, 18) }), 11);
    expect(hidden.total).toBe(false);
    expect([...hidden.names].toSorted()).toEqual(['a', 'c']);
  });

  it('is nothing where everybody is many', () => {
    const hidden = hide(of({ a: figure(30, 12), b: figure(25, 11, 12) }), 11);
    expect(hidden).toEqual({ total: false, names: new Set() });
  });

  it('counts persons, not loans: forty loans of two readers are two readers', () => {
    const hidden = hide(of({ a: figure(40, 2), b: figure(45, 13), c: figure(50, 13, 16) }), 11);
    expect([...hidden.names].toSorted()).toEqual(['a', 'b']);
  });

  it('holds 0 for small: it tells that each person who might have come did not', () => {
    const hidden = hide(of({ a: figure(0, 0), b: figure(45, 13), c: figure(50, 13, 16) }), 11);
    expect([...hidden.names].toSorted()).toEqual(['a', 'b']);
  });

  it('goes on while those hidden together are still few', () => {
    const two = {
      a: figure(2, 2),
      b: figure(3, 3, 2),
      c: figure(60, 14, 5),
      d: figure(70, 14, 18),
    };
    expect([...hide(of(two), 11).names].toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('does not take the same few persons in two libraries for many', () => {
    const same = { a: figure(9, 7), b: figure(9, 7), c: figure(90, 20, 7) };
    expect([...hide(of(same), 11).names].toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('is the total too, where it is small or says what its only part is', () => {
    expect(hide(of({ a: figure(4, 4), b: figure(3, 3, 4) }), 11).total).toBe(true);
    expect(hide(of({ a: figure(4, 4) }), 5).total).toBe(true);
    expect(hide(of({ a: figure(30, 14) }), 11)).toEqual({ total: false, names: new Set() });
  });

  it('from those outside is at least what is hidden from the house', () => {
    const tally: Tally = new Map([
      ['LOANS|a', figure(3, 3)],
      ['LOANS|b', figure(20, 14, 3)],
      ['LOANS|c', figure(30, 7, 17)],
      ['LOANS|d', figure(40, 8, 24)],
    ]);
    const closed = closeMonth(tally, ['a', 'b', 'c', 'd']);
    const seen = (audience: 'INSIDE' | 'OUTSIDE') =>
      ['a', 'b', 'c', 'd'].map((library) => shownTo(audience, closed, library).loans);
    expect(seen('INSIDE')).toEqual([null, null, 30, 40]);
    expect(seen('OUTSIDE')).toEqual([null, null, null, null]);
    expect(shownTo('OUTSIDE', closed).loans).toBe(93);
    expect(JSON.stringify(closed.LOANS)).not.toContain('"n":3}');
  });
});
