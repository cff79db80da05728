import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { loanDeadline } from '#core/calendar.ts';
import { closesAt, lastOver, runningMonths } from '../../functions/statistics/domain/calendar.ts';
import {
  add,
  join,
  nothing,
  personsIn,
  type Figure,
  type Tally,
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
  const tally: Tally = new Map();
  for (const { library, person } of acts) add(tally, { act: 'LOANS', library, slot: person });
  const closed = closeMonth(tally, libraries);
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

const instant = fc
  .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2046, 0, 1) })
  .map((at) => Temporal.Instant.fromEpochMilliseconds(at));
const zone = fc.constantFrom('Europe/Paris', 'America/Guadeloupe', 'Indian/Reunion');

describe('[STA-02] the closing of a month', () => {
  it('[RET-03] comes long before the mark of a loan returned in it leaves, whatever the mode', () => {
    fc.assert(
      fc.property(
        instant,
        zone,
        fc.constantFrom('MONTH_END', 'ANNIVERSARY', 'DAYS_120'),
        (returnedAt, where, mode) => {
          const [, month = ''] = runningMonths(returnedAt, where);
          const { purgeAt } = loanDeadline({ returnedAt, zone: where, mode });
          const nights = closesAt(month, where).add({ hours: 24 * 77 });
          expect(purgeAt * 1000).toBeGreaterThan(nights.epochMilliseconds);
        },
      ),
    );
  });

  it('is an hour after the tenth of the next month, and the months after it still run', () => {
    fc.assert(
      fc.property(instant, zone, (now, where) => {
        const hourAgo = now.subtract({ hours: 1 });
        const isOver = (month: string) =>
          Temporal.Instant.compare(closesAt(month, where), hourAgo) <= 0;
        const [before = '', current = ''] = runningMonths(now, where);
        const last = lastOver(now, where);
        expect(isOver(last)).toBe(true);
        expect(isOver(current)).toBe(false);
        expect(isOver(before)).toBe(last === before);
      }),
    );
  });
});
