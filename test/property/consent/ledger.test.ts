import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { channels, purposes, type Channel } from '#core/catalogue/purposes.ts';
import { decide } from '../../../functions/consent/domain/decide.ts';
import type { Facts } from '../../../functions/consent/domain/facts.ts';
import {
  Act,
  Decision,
  everyPurpose,
  fold,
  isRepetition,
  noConsents,
  type LedgerEvent,
} from '../../../functions/consent/domain/ledger.ts';

const pairs = Object.values(purposes)
  .filter(({ mandatory }) => !mandatory)
  .flatMap(({ code, channels: own }) => own.map((channel): [string, Channel] => [code, channel]));

/** What the API and the STOP can record: consent is decided, a service is only objected to, a STOP only stops. */
const anyEvent = fc
  .record({
    pair: fc.oneof(
      { arbitrary: fc.constantFrom(...pairs), weight: 6 },
      {
        arbitrary: fc
          .constantFrom(...channels)
          .map((one): [string, Channel] => [everyPurpose, one]),
        weight: 1,
      },
    ),
    act: fc.constantFrom(...Act.options),
    joint: fc.boolean(),
    by: fc.constantFrom('PATRON' as const, 'STAFF' as const, 'GUARDIAN' as const),
  })
  .chain((event) =>
    fc.constantFrom(...decisionsOf(event.pair[0])).map((decision) => ({ ...event, decision })),
  );

function decisionsOf(purpose: string): Decision[] {
  if (purpose === everyPurpose) return ['OPPOSED'];
  return restsOnConsent(purpose) ? Decision.options : ['OPPOSED', 'OPPOSITION_LIFTED'];
}

function restsOnConsent(code: string): boolean {
  return Object.values(purposes).find((one) => one.code === code)?.consent === true;
}

const ledger = fc.array(anyEvent, { maxLength: 25 }).map((all): LedgerEvent[] =>
  all.map(({ pair: [purpose, channel], decision, act, joint, by }, n) => ({
    eventId: `event-${String(n)}`,
    seq: n + 1,
    receivedAt: '2026-11-23T08:00:00Z',
    actor: 'DESK:1',
    purpose,
    channel,
    decision,
    act,
    evidence: { occurredAt: '2026-11-23T08:00:00Z', joint, collectedBy: { type: by, ref: 'x' } },
  })),
);

const facts = (consents: Facts['consents']): Facts => ({
  reader: {
    subjectRef: 'r',
    commune: 'c',
    state: 'ACTIVE',
    quarantined: false,
    birth: { birthYear: 1980, category: 'ADULT' },
    informed: Object.keys(purposes).map((purpose) => ({
      purpose,
      by: 'PAPER_FORM',
      on: '2020-01-01',
    })),
    email: 'a@example.org',
    mobile: '+33612345678',
    landline: '+33450000000',
    address: { lines: ['1 rue'] },
    invalidChannels: [],
  },
  consents,
  commune: { hasDpo: true, zone: 'Europe/Paris' },
  signedUntil: '2099-01-01',
  suppressed: new Map(),
  smsWindow: { from: '08:00', to: '20:00' },
});
const at = Temporal.Instant.from('2026-11-23T10:30:00+01:00');

describe('the fold of a ledger', () => {
  it('[CON-03] depends on the sequence alone: any order, any repetition, one state', () => {
    fc.assert(
      fc.property(
        ledger.chain((events) =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
          ),
        ),
        ([events, shuffled]) => {
          expect(fold(shuffled)).toEqual(fold(events));
        },
      ),
    );
  });

  it('[CON-02] an event changes its own purpose and channel only', () => {
    fc.assert(
      fc.property(ledger, (events) => {
        const before = fold(events.slice(0, -1));
        const last = events.at(-1);
        if (!last) return;
        const own = `${last.purpose}|${last.channel}`;
        const others = (entries: object) => Object.entries(entries).filter(([key]) => key !== own);
        expect(others(fold(events).entries)).toEqual(others(before.entries));
      }),
    );
  });

  it('[CON-04] after a no without a later yes nothing passes the gate, for any purpose and channel', () => {
    fc.assert(
      fc.property(ledger, fc.constantFrom(...pairs), (events, [purpose, channel]) => {
        const about = events.filter(
          (one) => one.channel === channel && [purpose, everyPurpose].includes(one.purpose),
        );
        const lastYes = about.findLast(
          ({ decision }) => decision === 'GIVEN' || decision === 'OPPOSITION_LIFTED',
        );
        const isNo = about.some(
          ({ decision, seq }) => refusals.includes(decision) && seq > (lastYes?.seq ?? 0),
        );
        if (!isNo) return;
        expect(decide(facts(fold(events)), { purpose, channel, at }).allowed).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('[CON-01] nothing that rests on consent passes without a yes', () => {
    fc.assert(
      fc.property(ledger, fc.constantFrom(...pairs), (events, [purpose, channel]) => {
        const isYes = events.some(
          (one) => one.decision === 'GIVEN' && [purpose, everyPurpose].includes(one.purpose),
        );
        if (isYes || !restsOnConsent(purpose)) return;
        expect(decide(facts(fold(events)), { purpose, channel, at }).allowed).toBe(false);
      }),
    );
  });

  it('the same refusal again is no news, unless something was decided in between', () => {
    fc.assert(
      fc.property(ledger, (events) => {
        const last = events.at(-1);
        if (!last || !refusals.includes(last.decision)) return;
        const before = fold(events);
        const again = { ...last, eventId: 'again', seq: before.seq + 1 };
        const next = fold([...events, again]).entries[`${last.purpose}|${last.channel}`];
        if (!next) throw new Error('no entry');
        expect(isRepetition(before, again, next)).toBe(true);
        expect(isRepetition(noConsents, again, next)).toBe(false);
      }),
    );
  });
});

const refusals: readonly Decision[] = ['REFUSED', 'WITHDRAWN', 'OPPOSED'];
