import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  hear,
  join,
  nothing,
  personsIn,
  type Figure,
  type Heard,
} from '../../functions/statistics/domain/figure.ts';
import { closeMonth, floors, shownTo } from '../../functions/statistics/domain/month.ts';

/** Acts of persons 0–31 in a few libraries: any month that a small commune may have. */
const month = fc.array(
  fc.record({
    library: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    person: fc.oneof(fc.nat(31), fc.nat(3)),
  }),
  { maxLength: 120 },
);

const libraries = ['a', 'b', 'c', 'd', 'e'];

function table(acts: readonly { library: string; person: number }[]) {
  const truth = new Map<string, Figure>(
    libraries.map((library) => [
      library,
      acts
        .filter((one) => one.library === library)
        .map(({ person }) => ({ n: 1, slots: (1 << person) >>> 0 }))
        .reduce(join, nothing),
    ]),
  );
  const heard: Heard = new Map();
  acts.forEach(({ library, person }, n) => {
    hear(heard, { [`LOANS|${library}`]: [`${String(n)}.${String(person)}`] });
  });
  const closed = closeMonth(heard, libraries);
  return { truth, closed };
}

const persons = (figures: readonly Figure[]) => personsIn(figures.reduce(join, nothing));

describe('[STA-01] a published month', () => {
  it.each(['OUTSIDE', 'INSIDE'] as const)('shows %s no figure of too few', (audience) => {
    fc.assert(
      fc.property(month, (acts) => {
        const { truth, closed } = table(acts);
        for (const [library, figure] of truth) {
          const shown = shownTo(audience, closed, library).loans;
          if (shown === null) continue;
          expect(shown).toBe(figure.n);
          expect(personsIn(figure)).toBeGreaterThanOrEqual(floors[audience]);
        }
      }),
    );
  });

  // What stands there is one equation: the hidden ones add up to the total less what is shown. It fixes one of them only
  // when it is alone, and narrows them to few persons only when together they are few.
  it.each(['OUTSIDE', 'INSIDE'] as const)(
    'lets %s work out no hidden figure from its total',
    (audience) => {
      fc.assert(
        fc.property(month, (acts) => {
          const { truth, closed } = table(acts);
          const hidden = [...truth].filter(
            ([library]) => shownTo(audience, closed, library).loans === null,
          );
          const total = shownTo(audience, closed).loans;
          const together = persons(hidden.map(([, figure]) => figure));
          const isBlurred = hidden.length > 1 && together >= floors[audience];
          expect(hidden.length === 0 || total === null || isBlurred).toBe(true);
          expect(total === null).toBe(persons([...truth.values()]) < floors[audience]);
        }),
      );
    },
  );

  it('tells who sees both tables no more than the inner one', () => {
    fc.assert(
      fc.property(month, (acts) => {
        const { closed } = table(acts);
        const seen = (audience: 'INSIDE' | 'OUTSIDE') =>
          [...libraries, undefined].map((library) => shownTo(audience, closed, library).loans);
        const inside = seen('INSIDE');
        expect(seen('OUTSIDE').map((loans, n) => loans ?? inside[n])).toEqual(inside);
      }),
    );
  });
});
