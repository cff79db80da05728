import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { countedSigns, lifeOf, type Act } from '../../../functions/loans/domain/lifecycle.ts';
import {
  applyEvent,
  standingOf,
  type CirculationRecord,
  type Incoming,
} from '../../../functions/loans/domain/record.ts';

const start = Temporal.Instant.from('2026-01-01T10:00:00+01:00').epochMilliseconds;
const day = 86_400_000;
const rules = { zone: 'Europe/Paris', mode: 'MONTH_END' } as const;

const act = (name: Act['name']): Act => ({ name, library: 'vs-centre' });

const created = (at: number, id: string): Incoming => ({
  kind: 'LOAN',
  commune: 'valserine',
  sign: { id, step: 'LIVES', at, until: '2026-02-01', act: act('LOANS') },
  details: {
    at,
    sign: id,
    reader: { subjectRef: 's', commune: 'valserine' },
    ref: 'koha:1',
    library: 'vs-centre',
    title: id,
  },
});
const renewed = (at: number, id: string): Incoming => ({
  kind: 'LOAN',
  commune: 'valserine',
  sign: {
    ...{ id, step: 'LIVES', at, act: act('RENEWALS') },
    until: `2026-03-${String((at % 27) + 1).padStart(2, '0')}`,
  },
});
const returned = (at: number, id: string): Incoming => ({
  kind: 'LOAN',
  commune: 'montfort',
  sign: { id, step: 'ENDS', at, act: act('RETURNS') },
});

const event = fc
  .tuple(
    fc.constantFrom(created, renewed, returned),
    fc.integer({ min: 0, max: 12 }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([make, days, id]) => make(start + days * day, `e${String(id)}`));

/** Ids are ids of events: no two events share one. */
const history = fc.uniqueArray(event, {
  minLength: 1,
  maxLength: 9,
  selector: ({ sign }) => sign.id,
});

const play = (events: readonly Incoming[]) =>
  events.reduce<CirculationRecord | undefined>(
    (record, one) => applyEvent(record, one).record,
    undefined,
  );

const seen = (record: CirculationRecord | undefined) => {
  if (!record) throw new Error('nothing was applied');
  const now = Temporal.Instant.fromEpochMilliseconds(start + 20 * day);
  const { state } = standingOf(record, rules, now);
  // The commune of a mark is only where it was heard of; a known loan is its lending library's.
  return {
    life: lifeOf(record.signs),
    acts: countedSigns(record.signs),
    details: record.details,
    commune: record.details && record.commune,
    state,
  };
};

describe('a loan made of events in any order', () => {
  it('[RET-01] [STA-02] ends and counts the same whatever order its events arrive in, repeated or not', () => {
    const shuffled = history.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([inOrder, anyOrder]) =>
        expect(seen(play(anyOrder))).toEqual(seen(play(inOrder))),
      ),
      { numRuns: 1000 },
    );
  });

  it('an event that was applied is a duplicate and changes nothing', () => {
    fc.assert(
      fc.property(history, fc.nat(), (events, n) => {
        const record = play(events);
        const again = events[n % events.length];
        if (!record || !again) throw new Error('nothing was applied');
        expect(applyEvent(record, again)).toEqual({ record, status: 'DUPLICATE' });
      }),
    );
  });

  it('[RET-01] saying a return again later never lengthens the period', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 0, max: 200 }),
        (first, later) => {
          const events = [
            created(start, 'c'),
            returned(start + first * day, 'r'),
            returned(start + (first + later) * day, 's'),
          ];
          expect(seen(play(events)).life.endedAt).toBe(start + first * day);
        },
      ),
    );
  });
});
