import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold, type Decision, type LedgerEvent } from '../../../functions/consent/domain/ledger.ts';

const decisions: readonly Decision[] = ['GIVEN', 'GIVEN', 'WITHDRAWN', 'OPPOSED', 'REFUSED'];
const minute = (seq: number) => `2027-01-01T00:${String(seq).padStart(2, '0')}:00Z`;

const event = (decision: Decision, seq: number, more: object = {}): LedgerEvent => ({
  eventId: String(seq),
  seq,
  receivedAt: minute(seq),
  actor: 'DESK:1',
  purpose: 'HISTORY_KEEP',
  channel: 'PORTAL',
  decision,
  act: 'FORM_TICK',
  evidence: { occurredAt: minute(seq), joint: false, ...more },
});
const sinceOf = (events: readonly LedgerEvent[]) =>
  fold(events).entries['HISTORY_KEEP|PORTAL']?.since;

it('[RET-12] [CON-03] a consent holds since the first yes after the last no, in whatever order events are read', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...decisions), { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
      (said, chance) => {
        const events = said.map((decision, n) => event(decision, n + 1));
        const lastNo = said.findLastIndex((decision) => decision !== 'GIVEN');
        const isGiven = lastNo < said.length - 1;
        const shuffled = events
          .map((one, n) => ({ one, at: chance[n] ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(sinceOf(shuffled)).toBe(isGiven ? minute(lastNo + 2) : undefined);
      },
    ),
  );
});

it('[CON-06] where two must agree it holds since the later of both, whoever was written down first', () => {
  const child = event('GIVEN', 2, { joint: true, occurredAt: '2027-01-10T10:00:00Z' });
  const parent = event('GIVEN', 3, {
    joint: true,
    occurredAt: '2027-01-04T10:00:00Z',
    collectedBy: { type: 'GUARDIAN', ref: 'koha:77' },
  });
  expect(sinceOf([child])).toBeUndefined();
  expect(sinceOf([child, parent])).toBe('2027-01-10T10:00:00Z');
  const guardian = { act: 'FORM_TICK', at: '2027-01-12T11:00:00+01:00', ref: 'koha:77' };
  expect(sinceOf([event('GIVEN', 2, { joint: true, guardian })])).toBe('2027-01-12T11:00:00+01:00');
});
