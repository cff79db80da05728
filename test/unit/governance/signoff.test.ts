import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { purposeCodes } from '#core/catalogue/purposes.ts';
import { hasEntry, storesOf } from '../../../functions/governance/domain/register.ts';
import {
  activation,
  signedUntil,
  withSeed,
  type Signoff,
} from '../../../functions/governance/domain/signoff.ts';
import type { RegisteredStore } from '../../../functions/governance/domain/registered-store.ts';

const yes: Signoff = { decision: 'APPROVED', validUntil: '2027-03-31', dpo: 'A. Roux' };
const no: Signoff = { decision: 'REFUSED', dpo: 'B. Petit' };
const of = (decisions: Record<string, Signoff>, purpose = 'NEWSLETTER') =>
  new Map(Object.entries(decisions).map(([commune, one]) => [commune, { [purpose]: one }]));

describe('a sign-off', () => {
  it('[CAM-02] opens a purpose in its commune alone, to its last day', () => {
    const signoffs = of({ a: yes });
    expect(signedUntil(signoffs, { commune: 'a', purpose: 'NEWSLETTER' })).toBe('2027-03-31');
    expect(signedUntil(signoffs, { commune: 'b', purpose: 'NEWSLETTER' })).toBeUndefined();
    expect(signedUntil(signoffs, { commune: 'a', purpose: 'SURVEY' })).toBeUndefined();
    const on = (day: string) =>
      activation(signoffs, {
        commune: 'a',
        purpose: 'NEWSLETTER',
        today: Temporal.PlainDate.from(day),
      });
    expect(on('2027-03-31')).toEqual({
      state: 'ACTIVE',
      until: '2027-03-31',
      signedBy: 'A. Roux',
    });
    expect(on('2027-04-01').state).toBe('EXPIRED');
  });

  it.each([
    ['one objects, nobody answers', { a: yes, b: no }, ['a', 'b'], undefined],
    [
      'one objects, a final controller is named',
      { a: { ...yes, finalController: 'Commune A' }, b: no },
      ['a', 'b'],
      '2027-03-31',
    ],
    [
      'the objecting commune cannot name itself in',
      { a: yes, b: { ...no, finalController: 'Commune B' } },
      ['a', 'b'],
      undefined,
    ],
    ['one never decided', { a: yes }, ['a', 'b'], '2027-03-31'],
    ['the send is not joint', { a: yes, b: no }, undefined, '2027-03-31'],
    ['the objector is not of the send', { a: yes, b: no, c: yes }, ['a', 'c'], '2027-03-31'],
  ] as const)('[CAM-03] in a joint send: %s', (_title, decisions, joint, expected) => {
    const signoffs = of(decisions);
    expect(signedUntil(signoffs, { commune: 'a', purpose: 'NEWSLETTER', joint })).toBe(expected);
    expect(signedUntil(signoffs, { commune: 'b', purpose: 'NEWSLETTER', joint })).toBeUndefined();
  });

  it.each(['READING_INVITE', 'HISTORY_KEEP'] as const)(
    '[GOV-08] of %s without the impact assessment opens nothing',
    (purpose) => {
      const asked = { commune: 'a', purpose };
      expect(signedUntil(of({ a: yes }, purpose), asked)).toBeUndefined();
      expect(signedUntil(of({ a: { ...yes, dpiaRef: 'AIPD-9' } }, purpose), asked)).toBe(
        '2027-03-31',
      );
    },
  );

  it('[CAM-02] that is stored counts before the line of the network file', () => {
    const commune = {
      id: 'a',
      name: 'A',
      dpo: { name: 'A. Roux', email: 'dpo@a.example' },
      libraries: [],
      electedNames: [],
      signoffs: [
        { purpose: 'HOLD', validUntil: '2028-01-31' },
        { purpose: 'NEWSLETTER', validUntil: '2028-01-31' },
      ],
    };
    expect(withSeed(commune, { NEWSLETTER: no })).toEqual({
      HOLD: { decision: 'APPROVED', validUntil: '2028-01-31', dpo: 'A. Roux' },
      NEWSLETTER: no,
    });
  });
});

describe('the register', () => {
  const contacts: RegisteredStore = {
    plugin: 'patrons',
    table: 'Directory',
    category: { fr: 'Contacts', en: 'Contacts' },
    legalBasis: 'GDPR 6(1)(e)',
    retention: 'RET-09',
    sealedBy: 'contact',
  };

  it('[GOV-01] has an entry for every purpose of this product', () => {
    expect(purposeCodes.filter((code) => !hasEntry(code))).toEqual([]);
  });

  it('[GOV-01] has none for a purpose that writes to people whose data no plugin declares', () => {
    expect(hasEntry('NEWSLETTER', [])).toBe(false);
    expect(hasEntry('NEWSLETTER', [contacts])).toBe(true);
    expect(hasEntry('STATS', [])).toBe(true);
  });

  it('[GOV-01] names what a purpose uses by the rules that forget it', () => {
    const tables = (code: Parameters<typeof storesOf>[0]) =>
      new Set(storesOf(code).map(({ table }) => table));
    expect(tables('LOAN')).toEqual(new Set(['Directory', 'Loans']));
    expect(tables('NEWSLETTER')).toEqual(new Set(['Directory', 'Consents']));
    expect(tables('STATS').size).toBe(0);
  });
});
