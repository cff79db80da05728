import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findNir, findNirFields } from '#core/nir.ts';

const keyed = (digits: string, corsican = digits) =>
  `${digits}${String(97 - Number(BigInt(corsican) % 97n)).padStart(2, '0')}`;

describe('[DAT-02] [#81] the national registration number', () => {
  it.each([
    ['the examples of the rules', '2 06 12 75 111 005 64'],
    ['Corse-du-Sud', '2 55 02 2A 004 007 89'],
    ['Haute-Corse', '1 84 03 2B 033 025 07'],
    ['no separators', '255022A00400789'],
    ['dots and hyphens', '2.06.12.75-111-005-64'],
    ['in the middle of a note', 'vu sa carte : 2 06 12 75 111 005 64, à rappeler'],
    ['an unknown month of birth', keyed('1853075111005')],
  ])('is found with its key: %s', (_name, text) => {
    expect(findNir(text)).toBe('VALID');
  });

  it('with a wrong key is only a warning', () => {
    expect(findNir('2 06 12 75 111 005 65')).toBe('WRONG_KEY');
  });

  it.each([
    ['a mobile number', '+33612345678'],
    ['a library card of 14 digits', '29999353950123'],
    ['a longer run of digits', '92061275111005640'],
    ['an impossible month', '206157511100564'],
    ['an instant', '2026-01-15T16:04:00+01:00'],
    ['an ISBN', '978-2-07-036822-8'],
  ])('is not seen in %s', (_name, text) => {
    expect(findNir(text)).toBeUndefined();
  });

  it('is found whatever the person: any sex, month, department and order', () => {
    const person = fc.tuple(
      fc.constantFrom('1', '2', '3', '4', '7', '8'),
      fc.integer({ min: 0, max: 99 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 95 }),
      fc.integer({ min: 1, max: 990 }),
      fc.integer({ min: 1, max: 999 }),
    );
    fc.assert(
      fc.property(
        person,
        fc.constantFrom('', ' ', '.'),
        ([sex, year, month, department, commune, order], separator) => {
          const two = (n: number) => String(n).padStart(2, '0');
          const six = `${String(commune).padStart(3, '0')}${String(order).padStart(3, '0')}`;
          const digits = `${sex}${two(year)}${two(month)}${two(department)}${six}`;
          const whole = keyed(digits);
          const parts = [/^./u, /^.{2}/u, /^.{2}/u, /^.{2}/u, /^.{3}/u, /^.{3}/u, /^.{2}/u];
          let rest = whole;
          const written = parts.map((part) => {
            const taken = part.exec(rest)?.[0] ?? '';
            rest = rest.slice(taken.length);
            return taken;
          });
          expect(findNir(written.join(separator))).toBe('VALID');
        },
      ),
    );
  });

  it('is found in every string of a body, keys included, and named by its path', () => {
    const nir = '2 06 12 75 111 005 64';
    const body = { name: { family: nir }, informed: [{ notice: `carte ${nir}` }], [nir]: true };
    expect(findNirFields(body).map(({ field }) => field)).toEqual([
      'name.family',
      'informed.0.notice',
      '*',
    ]);
  });

  it('is rarely seen where there is none: fewer than 1 in 1,000 random 15-digit card numbers', () => {
    let seed = 42;
    const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
    const card = () => Array.from({ length: 15 }, () => Math.floor(random() * 10)).join('');
    const found = Array.from({ length: 100_000 }, card).filter(
      (one) => findNir(one) === 'VALID',
    ).length;
    expect(found).toBeLessThan(1000);
  });
});

describe('[DAT-02] a card number that looks like a NIR by chance', () => {
  /** Seeded, so that a rate that moves means that the code moved. */
  function randomDigits(seed: number): (length: number) => string {
    let state = seed;
    const five = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return String(100_000 + Math.floor((state / 2 ** 32) * 100_000)).slice(1);
    };
    return (length) =>
      Array.from({ length: Math.ceil(length / 5) }, five)
        .join('')
        .slice(0, length);
  }

  it('is blocked for 1569 of a million cards (0.16 %) of 15 digits, and never with another length', () => {
    const digits = randomDigits(20261122);
    let blocked = 0;
    for (let card = 0; card < 1_000_000; card += 1)
      if (findNir(digits(15)) === 'VALID') blocked += 1;
    expect(blocked).toBe(1569);
    for (const length of [8, 10, 12, 13, 14, 16])
      for (let card = 0; card < 1000; card += 1) expect(findNir(digits(length))).toBeUndefined();
  });
});
