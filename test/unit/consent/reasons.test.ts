import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { reasons, type ReasonCode } from '#core/catalogue/reasons.ts';
import { decide } from '../../../functions/consent/domain/decide.ts';
import type { Facts, GateRequest, Reader } from '../../../functions/consent/domain/facts.ts';
import type { Entry, State } from '../../../functions/consent/domain/ledger.ts';

/** A Wednesday at eleven; everything about this reader is in order. */
const at = Temporal.Instant.from('2027-02-10T11:00:00+01:00');
const reader: Reader = {
  subjectRef: 'r',
  commune: 'c',
  state: 'ACTIVE',
  quarantined: false,
  birth: { birthYear: 1975, category: 'ADULT' },
  informed: [{ purpose: 'OVERDUE', by: 'PAPER_FORM', on: '2026-02-01' }],
  email: 'r@example.org',
  mobile: '+33612345678',
  invalidChannels: [],
};
const entry = (state: State, more: Partial<Entry> = {}): Entry => ({
  state,
  seq: 1,
  eventId: 'e',
  occurredAt: '2027-01-05T10:00:00Z',
  child: true,
  guardian: false,
  ...more,
});
const with_ = (key: string, one: Entry): Pick<Facts, 'consents'> => ({
  consents: { seq: 1, entries: { [key]: one } },
});
const good: Facts = {
  reader,
  ...with_('NEWSLETTER|EMAIL', entry('GIVEN')),
  commune: { hasDpo: true, zone: 'Europe/Paris' },
  signedUntil: '2027-12-31',
  vendorUntil: '2027-12-31',
  reserves: [],
  suppressed: new Map(),
  smsWindow: { from: '08:00', to: '20:00' },
};
const letter: GateRequest = { purpose: 'NEWSLETTER', channel: 'EMAIL', at };
const reminder: GateRequest = { purpose: 'OVERDUE', channel: 'SMS', at };
const night = { ...reminder, at: Temporal.Instant.from('2027-02-10T21:00:00+01:00') };
const slot = { from: '17:00', to: '19:00', days: ['MON' as const] };
const of = (more: Partial<Reader>) => ({ reader: { ...reader, ...more } });

/** What is wrong, and nothing else: each reason alone. A code without a line here is a type error. */
const cases: Readonly<Record<ReasonCode, readonly [Partial<Facts>, GateRequest]>> = {
  NO_CONSENT: [{ consents: { seq: 0, entries: {} } }, letter],
  REFUSED: [with_('NEWSLETTER|EMAIL', entry('REFUSED')), letter],
  WITHDRAWN: [with_('NEWSLETTER|EMAIL', entry('WITHDRAWN')), letter],
  OPPOSED: [with_('OVERDUE|SMS', entry('OPPOSED')), reminder],
  PENDING_GUARDIAN: [with_('NEWSLETTER|EMAIL', entry('PENDING_GUARDIAN')), letter],
  NOT_INFORMED: [of({ informed: [] }), reminder],
  NOTICE_WAIT: [
    of({ informed: [{ purpose: 'OVERDUE', by: 'EMAIL', on: '2027-01-12' }] }),
    reminder,
  ],
  NOTICE_OUTDATED: [with_('NEWSLETTER|EMAIL', entry('INVALIDATED')), letter],
  PURPOSE_OFF: [{ signedUntil: undefined }, letter],
  PURPOSE_FORBIDDEN: [{}, { ...letter, purpose: 'POLITICAL' }],
  CONTROLLER_BLOCKED: [{ commune: { hasDpo: false, zone: 'Europe/Paris' } }, letter],
  RESTRICTED: [of({ state: 'RESTRICTED' }), letter],
  DECEASED: [of({ state: 'DECEASED' }), letter],
  ERASED: [{ reader: undefined }, letter],
  CHANNEL_MISSING: [of({ email: undefined }), letter],
  CHANNEL_INVALID: [of({ invalidChannels: ['EMAIL'] }), letter],
  SUPPRESSED: [
    {
      suppressed: new Map([
        ['r@example.org', { purposes: new Set(['*']), at: '2027-02-01T10:00:00Z' }],
      ]),
    },
    letter,
  ],
  OUTSIDE_HOURS: [{}, night],
  OUTSIDE_SLOT: [
    with_('AUTO_CALL|VOICE', entry('GIVEN', { slot })),
    { purpose: 'AUTO_CALL', channel: 'VOICE', at },
  ],
  ELECTION_RESERVE: [{ reserves: [{ from: '2026-09-01', to: '2027-03-21' }] }, letter],
  MINOR: [
    {
      ...of({ birth: { birthDate: '2010-08-03', category: 'TEEN' } }),
      ...with_('READING_INVITE|EMAIL', entry('GIVEN')),
    },
    { ...letter, purpose: 'READING_INVITE' },
  ],
  QUARANTINED: [of({ quarantined: true }), letter],
  VENDOR_EXPIRED: [{ vendorUntil: '2027-02-09' }, letter],
};

const inOrder = ([wrong, request]: (typeof cases)[ReasonCode]) =>
  decide({ ...good, ...wrong }, request);

describe('every reason of the gate', () => {
  it('lets this reader be written to while nothing is wrong', () => {
    expect(decide(good, letter).allowed).toBe(true);
    expect(decide(good, reminder).allowed).toBe(true);
  });

  it.each(Object.keys(reasons).map((code) => [reasons[code as ReasonCode].rule, code] as const))(
    '[%s] %s is reached, alone',
    (_rule, code) => {
      expect(inOrder(cases[code as ReasonCode])).toMatchObject({
        allowed: false,
        reasons: [code],
      });
    },
  );

  it('[GOV-04] the last day of a contract is still a day of it', () => {
    expect(decide({ ...good, vendorUntil: '2027-02-10' }, letter).allowed).toBe(true);
  });

  it('[CAM-11] the reserve leaves the service, and the programme that was always there', () => {
    const reserves = [{ from: '2027-02-10', to: '2027-02-10' }];
    expect(decide({ ...good, reserves }, letter).reasons).toEqual(['ELECTION_RESERVE']);
    expect(decide({ ...good, reserves }, reminder).allowed).toBe(true);
    expect(decide({ ...good, reserves }, { ...letter, usual: true }).allowed).toBe(true);
  });

  it('has a sentence to read aloud: it speaks to or of the reader, ends with a stop, and is short', () => {
    for (const { text } of Object.values(reasons)) {
      for (const said of [text.fr, text.en]) {
        expect(said).toMatch(/^\p{Lu}.{10,140}[.?]$/u);
        expect(said).not.toMatch(/[A-Z]{3}-\d|_/u);
      }
    }
  });
});
