import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { reasons } from '#core/catalogue/reasons.ts';
import { decide } from '../../../functions/consent/domain/decide.ts';
import type { Facts, GateRequest, Reader } from '../../../functions/consent/domain/facts.ts';
import type { Entry } from '../../../functions/consent/domain/ledger.ts';

const monday = Temporal.Instant.from('2026-11-23T09:00:00+01:00');
const told = (purpose: string, on = '2026-09-01') => ({ purpose, by: 'PAPER_FORM', on });

const reader: Reader = {
  subjectRef: 'r',
  commune: 'valserine',
  state: 'ACTIVE',
  quarantined: false,
  birth: { birthYear: 1980, category: 'ADULT' },
  informed: [told('OVERDUE'), told('HOLD')],
  email: 'ana@example.org',
  mobile: '+33612345678',
  address: { lines: ['3 rue du Bac'], city: 'Valserine' },
  invalidChannels: [],
};

const facts: Facts = {
  reader,
  consents: { seq: 3, entries: {} },
  commune: { hasDpo: true, zone: 'Europe/Paris' },
  signedUntil: '2027-11-22',
  suppressed: new Map(),
  smsWindow: { from: '08:00', to: '20:00' },
};

const entry = (state: Entry['state'], more: Partial<Entry> = {}): Entry => ({
  state,
  seq: 3,
  eventId: 'e',
  occurredAt: '2026-11-01T10:00:00Z',
  child: true,
  guardian: false,
  ...more,
});

const overdueSms: GateRequest = { purpose: 'OVERDUE', channel: 'SMS', at: monday };
const newsletter: GateRequest = { purpose: 'NEWSLETTER', channel: 'EMAIL', at: monday };
const given = { ...facts, consents: { seq: 3, entries: { 'NEWSLETTER|EMAIL': entry('GIVEN') } } };
const withReader = (more: Partial<Reader>, base: Facts = facts): Facts => ({
  ...base,
  reader: { ...reader, ...more },
});
const at = (text: string): GateRequest => ({ ...overdueSms, at: Temporal.Instant.from(text) });
const codes = (...args: Parameters<typeof decide>) => decide(...args).reasons;

describe('the gate', () => {
  it('[NOT-01] lets a reader who was told and said nothing be reminded', () => {
    expect(decide(facts, overdueSms)).toEqual({
      allowed: true,
      reasons: [],
      recipient: 'PATRON',
      consentSeq: 3,
    });
  });

  it.each([
    'POLITICAL',
    'PARTNER_MAILING',
    'NOMINATIVE_LIST',
    'SALE',
    'GENERAL_MUNICIPAL',
    'CROSS_FILE',
    'VOEUX_MAIRE',
  ])('[CAM-01] [CAM-10] never lets %s pass, whatever else is true', (purpose) => {
    expect(codes(given, { ...newsletter, purpose })).toEqual(['PURPOSE_FORBIDDEN']);
  });

  it.each<[string, Facts, GateRequest, string[]]>([
    ['[RGT-06] an erased reader', { ...facts, reader: undefined }, overdueSms, ['ERASED']],
    [
      '[GOV-02] a commune without a DPO',
      { ...facts, commune: { hasDpo: false, zone: 'Europe/Paris' } },
      overdueSms,
      ['CONTROLLER_BLOCKED'],
    ],
    [
      '[CAM-02] an unsigned purpose',
      { ...facts, signedUntil: undefined },
      overdueSms,
      ['PURPOSE_OFF'],
    ],
    [
      '[CAM-02] a sign-off that ended yesterday',
      { ...facts, signedUntil: '2026-11-22' },
      overdueSms,
      ['PURPOSE_OFF'],
    ],
    [
      '[CAM-02] a sign-off that ends today',
      { ...facts, signedUntil: '2026-11-23' },
      overdueSms,
      [],
    ],
    ['[RGT-11] a dead reader', withReader({ state: 'DECEASED' }), overdueSms, ['DECEASED']],
    ['[RGT-09] a frozen record', withReader({ state: 'RESTRICTED' }), overdueSms, ['RESTRICTED']],
    [
      '[RGT-09] an answer to the frozen reader',
      withReader({ state: 'RESTRICTED' }),
      { ...overdueSms, purpose: 'RIGHTS' },
      [],
    ],
    ['[DAT-07] a doubtful record', withReader({ quarantined: true }), overdueSms, ['QUARANTINED']],
    ['[CON-01] silence', facts, newsletter, ['NO_CONSENT']],
    ['[CON-01] a yes', given, newsletter, []],
    [
      '[CON-02] a yes on another channel',
      given,
      { ...newsletter, channel: 'POST' },
      ['NO_CONSENT'],
    ],
    [
      '[NOT-03] no e-mail',
      withReader({ email: undefined }, given),
      newsletter,
      ['CHANNEL_MISSING'],
    ],
    [
      '[NOT-15] a bounced e-mail',
      withReader({ invalidChannels: ['EMAIL'] }, given),
      newsletter,
      ['CHANNEL_INVALID'],
    ],
    [
      '[NOT-02] a reader who was never told',
      withReader({ informed: [told('HOLD')] }),
      overdueSms,
      ['NOT_INFORMED'],
    ],
    [
      '[NOT-02] a letter to a reader who was never told',
      withReader({ informed: [] }),
      { ...overdueSms, channel: 'POST' },
      [],
    ],
  ])('%s', (_title, given_, request, expected) => {
    expect(codes(given_, request)).toEqual(expected);
  });

  it.each<Entry['state']>(['REFUSED', 'WITHDRAWN', 'OPPOSED', 'PENDING_GUARDIAN'])(
    '[CON-04] says %s when the reader did',
    (state) => {
      const consents = { seq: 3, entries: { 'NEWSLETTER|EMAIL': entry(state) } };
      expect(codes({ ...facts, consents }, newsletter)).toEqual([state]);
    },
  );

  it('[NOT-02] waits thirty days after the notice: e-mailed on 1 December, SMS from 31 December', () => {
    const toldLate = withReader({
      informed: [{ purpose: 'OVERDUE', by: 'EMAIL', on: '2026-12-01' }],
    });
    expect(codes(toldLate, at('2026-12-30T10:00:00+01:00'))).toEqual(['NOTICE_WAIT']);
    expect(codes(toldLate, at('2026-12-31T10:00:00+01:00'))).toEqual([]);
  });

  it('[NOT-04] a STOP covers every purpose on SMS and no other channel; a later lifting counts', () => {
    const stop = { '*|SMS': entry('OPPOSED') };
    const stopped = { ...facts, consents: { seq: 3, entries: stop } };
    expect(codes(stopped, overdueSms)).toEqual(['OPPOSED']);
    expect(codes(stopped, { ...overdueSms, channel: 'EMAIL' })).toEqual([]);
    const lifted = {
      ...facts,
      consents: { seq: 4, entries: { ...stop, 'OVERDUE|SMS': entry('UNKNOWN', { seq: 4 }) } },
    };
    expect(codes(lifted, overdueSms)).toEqual([]);
    expect(codes(lifted, { ...overdueSms, purpose: 'HOLD' })).toEqual(['OPPOSED']);
  });

  it('[RET-18] a suppressed number stays suppressed until a later yes of this reader', () => {
    const suppressed = new Map([
      ['+33612345678', { purposes: new Set(['NEWSLETTER']), at: '2026-10-01T00:00:00Z' }],
    ]);
    const request: GateRequest = { ...newsletter, channel: 'SMS' };
    const yes = (occurredAt: string): Facts => ({
      ...facts,
      suppressed,
      consents: { seq: 3, entries: { 'NEWSLETTER|SMS': entry('GIVEN', { occurredAt }) } },
    });
    expect(codes(yes('2026-09-30T10:00:00Z'), request)).toEqual(['SUPPRESSED']);
    expect(codes(yes('2026-10-02T10:00:00Z'), request)).toEqual([]);
    expect(codes({ ...facts, suppressed }, overdueSms)).toEqual([]);
  });

  it('[NOT-12] defers a Christmas SMS to Saturday the 26th at eight', () => {
    const decision = decide(facts, at('2026-12-25T09:00:00+01:00'));
    expect(decision.reasons).toEqual(['OUTSIDE_HOURS']);
    expect(decision.until?.toString()).toBe('2026-12-26T07:00:00Z');
    expect(decide(facts, { ...at('2026-12-25T09:00:00+01:00'), urgent: true }).allowed).toBe(true);
  });

  it('[NOT-12] gives no hour when something else refuses too', () => {
    expect(
      decide({ ...facts, signedUntil: undefined }, at('2026-11-22T09:00:00+01:00')).until,
    ).toBeUndefined();
  });

  it('[NOT-13] calls by machine only within the chosen slot', () => {
    const slot = { from: '17:00', to: '19:00', days: ['MON' as const] };
    const consents = { seq: 1, entries: { 'AUTO_CALL|VOICE': entry('GIVEN', { slot }) } };
    const call = (text: string): GateRequest => ({
      purpose: 'AUTO_CALL',
      channel: 'VOICE',
      at: Temporal.Instant.from(text),
    });
    expect(codes({ ...facts, consents }, call('2026-11-23T16:59:00+01:00'))).toEqual([
      'OUTSIDE_SLOT',
    ]);
    expect(codes({ ...facts, consents }, call('2026-11-23T17:00:00+01:00'))).toEqual([]);
  });

  describe('and a child of nine', () => {
    const child = withReader({
      birth: { birthYear: 2017, category: 'CHILD' },
      mobile: '+33699999999',
    });
    const guardian = { mobile: '+33611111111', email: 'parent@example.org', invalidChannels: [] };

    it('[NOT-16] [#25] is written to at the guardian’s', () => {
      expect(decide({ ...child, guardian }, overdueSms)).toMatchObject({
        allowed: true,
        recipient: 'GUARDIAN',
      });
    });

    it('[NOT-16] without a guardian only a letter to the household is left', () => {
      expect(decide(child, overdueSms)).toMatchObject({
        reasons: ['CHANNEL_MISSING'],
        recipient: 'HOUSEHOLD',
      });
      expect(decide(child, { ...overdueSms, channel: 'POST' })).toMatchObject({
        allowed: true,
        recipient: 'HOUSEHOLD',
      });
    });

    it('[CON-06] a yes that the child gave alone is not enough', () => {
      const alone: Facts = { ...child, guardian, consents: given.consents };
      expect(codes(alone, newsletter)).toEqual(['PENDING_GUARDIAN']);
    });

    it('[CON-06] is never invited by reading', () => {
      const request: GateRequest = { ...newsletter, purpose: 'READING_INVITE' };
      expect(codes({ ...child, guardian }, request)).toContain('MINOR');
    });
  });

  it('has a rule and a sentence in both languages for every reason', () => {
    for (const { rule, text } of Object.values(reasons)) {
      expect([rule, text.fr, text.en].every((one) => one.length > 4)).toBe(true);
    }
  });
});

describe('[CON-01] the question itself (double opt-in)', () => {
  const asked = (state: Entry['state'] | undefined, asks: 'READER' | 'STAFF') =>
    codes(
      { ...facts, consents: { seq: 3, entries: state ? { 'SURVEY|EMAIL': entry(state) } : {} } },
      { ...newsletter, purpose: 'SURVEY', asks },
    );

  it('needs no consent, and no more a reader who said yes to a text that changed', () => {
    for (const state of [undefined, 'EXPIRED', 'INVALIDATED', 'PENDING_GUARDIAN'] as const)
      expect([asked(state, 'STAFF'), asked(state, 'READER')]).toEqual([[], []]);
  });

  it('after a no is put on the wish of the reader alone', () => {
    for (const state of ['REFUSED', 'WITHDRAWN', 'OPPOSED'] as const)
      expect([asked(state, 'STAFF'), asked(state, 'READER')]).toEqual([[state], []]);
  });

  it('[RGT-11] [RGT-09] [CAM-02] passes nothing else that is closed', () => {
    const question: GateRequest = { ...newsletter, asks: 'READER' };
    expect(codes(withReader({ state: 'DECEASED' }), question)).toEqual(['DECEASED']);
    expect(codes(withReader({ state: 'RESTRICTED' }), question)).toEqual(['RESTRICTED']);
    expect(codes({ ...facts, signedUntil: undefined }, question)).toEqual(['PURPOSE_OFF']);
    expect(codes(withReader({ email: undefined }), question)).toEqual(['CHANNEL_MISSING']);
  });
});
