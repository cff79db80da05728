import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { channels, forbiddenPurposes, purposeCodes } from '#core/catalogue/purposes.ts';
import { reasons } from '#core/catalogue/reasons.ts';
import { decide } from '../../../functions/consent/domain/decide.ts';
import type { Contact, Facts, GateRequest } from '../../../functions/consent/domain/facts.ts';
import { State } from '../../../functions/consent/domain/ledger.ts';

const some = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const day = fc
  .integer({ min: 0, max: 40_000 })
  .map((days) => Temporal.PlainDate.from('1990-01-01').add({ days }).toString());
const instant = fc
  .integer({ min: 946_684_800_000, max: 4_102_444_800_000 })
  .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
const purpose = fc.constantFrom(
  ...purposeCodes,
  ...Object.keys(forbiddenPurposes),
  'toString',
  '__proto__',
  '*',
  '',
);
const channel = fc.constantFrom(...channels);
const time = fc.constantFrom('00:00', '08:00', '12:30', '20:00', '23:59');
const days = fc.uniqueArray(
  fc.constantFrom('MON' as const, 'TUE' as const, 'SAT' as const, 'SUN' as const),
  { minLength: 1 },
);

const contact: fc.Arbitrary<Contact> = fc.record({
  email: some(fc.constantFrom('a@example.org', '')),
  mobile: some(fc.constantFrom('+33612345678', '+590690123456')),
  landline: some(fc.constant('+33450000000')),
  address: some(fc.record({ lines: fc.array(fc.string(), { maxLength: 2 }) })),
  invalidChannels: fc.uniqueArray(channel),
});

const entry = fc.record(
  {
    state: fc.constantFrom(...State.options),
    seq: fc.nat(50),
    eventId: fc.constant('e'),
    occurredAt: instant.map(String),
    child: fc.boolean(),
    guardian: fc.boolean(),
    slot: fc.record({ from: time, to: time, days }),
  },
  { requiredKeys: ['state', 'seq', 'eventId', 'occurredAt', 'child', 'guardian'] },
);

const facts: fc.Arbitrary<Facts> = fc.record({
  reader: some(
    fc
      .tuple(
        contact,
        fc.record({
          subjectRef: fc.constant('r'),
          commune: fc.constant('c'),
          state: fc.constantFrom('ACTIVE' as const, 'RESTRICTED' as const, 'DECEASED' as const),
          quarantined: fc.boolean(),
          birth: fc.record({
            birthDate: some(day),
            birthYear: some(fc.integer({ min: 1900, max: 2099 })),
            category: fc.constantFrom(
              'ADULT' as const,
              'CHILD' as const,
              'TEEN' as const,
              'GROUP' as const,
            ),
          }),
          informed: fc.array(fc.record({ purpose, by: fc.constant('EMAIL'), on: day }), {
            maxLength: 4,
          }),
        }),
      )
      .map(([reach, rest]) => ({ ...reach, ...rest })),
  ),
  guardian: some(contact),
  consents: fc.record({
    seq: fc.nat(50),
    entries: fc.dictionary(
      fc.tuple(purpose, channel).map(([code, by]) => `${code}|${by}`),
      entry,
    ),
  }),
  commune: some(
    fc.record({
      hasDpo: fc.boolean(),
      zone: fc.constantFrom('Europe/Paris', 'Indian/Reunion', 'America/Guadeloupe'),
    }),
  ),
  reserves: some(fc.array(fc.record({ from: day, to: day }), { maxLength: 2 })),
  vendorUntil: some(day),
  signedUntil: some(day),
  suppressed: some(fc.record({ at: instant.map(String), purposes: fc.uniqueArray(purpose) })).map(
    (one) =>
      new Map(one ? [['+33612345678', { at: one.at, purposes: new Set(one.purposes) }]] : []),
  ),
  // A window that never opens is refused with the network file.
  smsWindow: fc.record({ from: time, to: time }).filter(({ from, to }) => from < to),
});

const request: fc.Arbitrary<GateRequest> = fc.record(
  { purpose, channel, at: instant, urgent: fc.boolean(), usual: fc.boolean() },
  { requiredKeys: ['purpose', 'channel', 'at'] },
);

describe('the gate, whatever it is told', () => {
  it('answers, and a refusal has a reason that can be said aloud', () => {
    fc.assert(
      fc.property(facts, request, (given, asked) => {
        const decision = decide(given, asked);
        expect(decision.allowed).toBe(decision.reasons.length === 0);
        expect(decision.reasons.every((code) => code in reasons)).toBe(true);
        expect(decision).toEqual(decide(given, asked));
      }),
      { numRuns: 2000 },
    );
  });

  it('[NOT-12] defers only to an instant at which the same question is answered with yes', () => {
    fc.assert(
      fc.property(facts, request, (given, asked) => {
        const { until } = decide(given, asked);
        if (!until) return;
        expect(Temporal.Instant.compare(until, asked.at)).toBe(1);
        const then = decide(given, { ...asked, at: until }).reasons;
        expect(then).not.toContain('OUTSIDE_HOURS');
      }),
      { numRuns: 1000 },
    );
  });

  it('[CAM-01] [CAM-10] lets no purpose pass that is not signed, for no facts', () => {
    fc.assert(
      fc.property(facts, request, (given, asked) => {
        if (!decide({ ...given, signedUntil: undefined }, asked).allowed) return;
        throw new Error(`${asked.purpose} passed`);
      }),
      { numRuns: 1000 },
    );
  });
});
