import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  everyPurpose,
  Decision,
  type LedgerEvent,
} from '../../../functions/consent/domain/ledger.ts';
import {
  endsBy,
  proofDeadline,
  proofsOver,
  type End,
} from '../../../functions/consent/domain/proof.ts';

const zone = 'Europe/Paris';
const now = Date.parse('2033-03-01T00:00:00Z') / 1000;

/** Some rest on consent, one does not, and a STOP is about all of a channel. */
const anyPair = fc.record({
  purpose: fc.constantFrom('NEWSLETTER', 'SURVEY', 'OVERDUE', everyPurpose),
  channel: fc.constantFrom('EMAIL' as const, 'SMS' as const),
});
/** Around five years before; the clock of a client is in no order. */
const anyInstant = fc
  .integer({ min: 2026, max: 2030 })
  .map((year) => `${String(year)}-05-04T10:00:00Z`);

const ledger = fc
  .array(
    fc.record({ pair: anyPair, decision: fc.constantFrom(...Decision.options), at: anyInstant }),
    {
      maxLength: 25,
    },
  )
  .map((all): LedgerEvent[] =>
    all.map(({ pair, decision, at }, n) => ({
      eventId: `event-${String(n)}`,
      seq: n + 1,
      receivedAt: at,
      actor: 'DESK:1',
      ...pair,
      decision,
      act: 'FORM_TICK',
      evidence: { occurredAt: at, joint: false },
    })),
  );

const lapses = fc.array(
  fc.record({
    purpose: fc.constantFrom('NEWSLETTER', 'SURVEY'),
    channel: fc.constantFrom('EMAIL' as const, 'SMS' as const),
    seq: fc.integer({ min: 1, max: 25 }),
    at: anyInstant,
  }),
  { maxLength: 3 },
);

const isNo = ({ decision }: LedgerEvent) => ['REFUSED', 'WITHDRAWN', 'OPPOSED'].includes(decision);
const restsOnConsent = ({ purpose }: LedgerEvent) => ['NEWSLETTER', 'SURVEY'].includes(purpose);

/** The rule, word for word: this no, or a STOP, came at or after what was said. */
const ends = (no: LedgerEvent, said: LedgerEvent) =>
  isNo(no) &&
  restsOnConsent(said) &&
  no.channel === said.channel &&
  (no.purpose === said.purpose || no.purpose === everyPurpose) &&
  said.seq <= no.seq;

const isOver = (at: string) => proofDeadline(at, zone) <= now;

const covers = (lapse: End, { purpose, channel, seq }: LedgerEvent) =>
  lapse.purpose === purpose && lapse.channel === channel && seq <= lapse.seq;

describe('the proofs of consents that ended', () => {
  it('[RET-15] [NOT-04] are over with a no or a lapse after them that is five years old, and never before', () => {
    fc.assert(
      fc.property(ledger, lapses, (events, ended) => {
        const over = events.filter(
          (said) =>
            events.some((no) => ends(no, said) && isOver(no.evidence.occurredAt)) ||
            ended.some((lapse) => isOver(lapse.at) && covers(lapse, said)),
        );
        expect(proofsOver(events, { lapses: ended, now, zone })).toEqual(over);
      }),
      { numRuns: 300 },
    );
  });

  it('[RET-15] count from every no that ended something, and from nothing else', () => {
    fc.assert(
      fc.property(ledger, (events) => {
        const nos = events.filter((no) => events.some((said) => ends(no, said)));
        expect([...new Set(endsBy(events).map(({ seq }) => seq))]).toEqual(
          nos.map(({ seq }) => seq),
        );
      }),
      { numRuns: 300 },
    );
  });
});
