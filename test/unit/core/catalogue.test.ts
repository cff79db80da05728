import { describe, expect, it } from '@jest/globals';
import { purposeByCode, purposeCodes, purposes } from '#core/catalogue/purposes.ts';
import { reasons } from '#core/catalogue/reasons.ts';
import { isRuleId, ruleIds, rules, type Parameter } from '#core/catalogue/rules.ts';
import { Temporal } from 'temporal-polyfill';

function leaves(value: Parameter): readonly (string | number | boolean)[] {
  return typeof value === 'object' ? Object.values(value).flatMap(leaves) : [value];
}

describe('rules of the catalogue', () => {
  it('counts 115 and tells an id from a word', () => {
    expect(ruleIds).toHaveLength(115);
    expect(isRuleId('RET-01')).toBe(true);
    expect(isRuleId('RET-99')).toBe(false);
    expect(isRuleId('constructor')).toBe(false);
  });

  it.each(ruleIds)('says %s in one sentence a language', (id) => {
    const { fr, en } = rules[id].sentence;
    for (const sentence of [fr, en]) expect(sentence).toMatch(/^[^.]+(?:\d\.\d[^.]*)*\.$/u);
    expect(fr).not.toBe(en);
  });

  it('has durations that can be computed with', () => {
    const durations = ruleIds
      .flatMap((id) => leaves(rules[id].parameters))
      .filter((value): value is string => /^P[T\d]/u.test(String(value)));
    expect(durations.length).toBeGreaterThan(25);
    for (const duration of durations) {
      expect(Temporal.Duration.from(duration).sign).toBe(1);
    }
  });

  it('agrees with itself where two rules speak of the same value', () => {
    expect(rules['NOT-16'].parameters.age).toBe(rules['CON-06'].parameters.digitalAge);
    expect(rules['DIS-06'].parameters.guardianHistoryMaxAge).toBe(
      rules['CON-06'].parameters.digitalAge - 1,
    );
    expect(rules['DAT-06'].parameters.fullDateUntilAge).toBe(rules['CON-07'].parameters.majority);
    expect(rules['STA-01'].parameters.k).toBe(rules['CAM-07'].parameters.k);
    expect(rules['RET-03'].parameters.modes).toContain(rules['RET-01'].parameters.mode);
    const { pitrDays, minPitrDays, maxPitrDays, tombstone } = rules['RET-20'].parameters;
    expect(pitrDays).toBeGreaterThanOrEqual(minPitrDays);
    expect(pitrDays).toBeLessThanOrEqual(maxPitrDays);
    // A tombstone must outlive every backup that it has to be replayed on.
    expect(Temporal.Duration.from(tombstone).days).toBeGreaterThan(maxPitrDays);
  });

  it('keeps data inside the European Union', () => {
    const { region, allowed } = rules['GOV-05'].parameters;
    expect(allowed).toContain(region);
    expect(allowed).not.toContain('eu-west-2');
    expect(allowed).not.toContain('eu-central-2');
  });

  it('stops on every opt-out keyword of the provider, each in the form it is compared in', () => {
    // docs.aws.amazon.com/sms-voice/latest/userguide/keywords-required.html, read 2026-11-22
    const required = [
      'ARRET',
      'CANCEL',
      'END',
      'OPT-OUT',
      'OPTOUT',
      'QUIT',
      'REMOVE',
      'STOP',
      'TD',
      'UNSUBSCRIBE',
    ];
    const { keywords } = rules['NOT-04'].parameters;
    expect(keywords).toEqual(expect.arrayContaining(required));
    for (const keyword of keywords) expect(keyword).toMatch(/^[A-Z-]+$/u);
    expect(new Set(keywords).size).toBe(keywords.length);
  });

  it.each([
    ['MEDIATHEQUE', true],
    ['MEDIATHEQUES', false],
    ['+33612345678', false],
    ['38080', false],
    ['MA BIB', true],
    ['AB', false],
  ])('judges the sender name %s: %s', (name, accepted) => {
    expect(new RegExp(rules['NOT-17'].parameters.senderId, 'u').test(name)).toBe(accepted);
  });
});

describe('purposes of the catalogue', () => {
  it('numbers them P01 to P19 and keys each by its code', () => {
    const numbers = Array.from({ length: 19 }, (_, i) => `P${String(i + 1).padStart(2, '0')}`);
    expect(purposeCodes.map((code) => purposes[code].number)).toEqual(numbers);
    expect(Object.keys(purposes)).toEqual(purposeCodes);
  });

  it.each(purposeCodes)('%s is coherent', (code) => {
    const purpose = purposes[code];
    expect(purpose.consent).toBe(purpose.legalBasis.endsWith('CONSENT'));
    expect(purpose.explicit).toBe(purpose.legalBasis === 'EXPLICIT_CONSENT');
    // What is required may not rest on consent, and what is optional is no service message.
    expect(purpose.consent && (purpose.mandatory || purpose.service)).toBe(false);
    expect(purpose.slot).toBe(purpose.channels.includes('VOICE'));
    expect(purpose.retention.length > 0 || purpose.keepAfterEnd !== undefined).toBe(true);
    expect(purpose.consent).toBe(purpose.retention.includes('RET-15'));
    expect(purpose.minors === 'JOINT' || purpose.minors === 'OFF').toBe(purpose.consent);
  });

  it('asks an impact assessment of the purposes that GOV-08 names', () => {
    const { required } = rules['GOV-08'].parameters;
    const withDpia = purposeCodes.filter((code) => purposes[code].dpia);
    expect(new Set(withDpia)).toEqual(new Set(required));
  });

  it('lets a STOP reach the purposes that NOT-01 and STA-03 name', () => {
    for (const id of ['NOT-01', 'STA-03'] as const) {
      for (const code of rules[id].parameters.purposes) {
        expect(purposes[code]).toMatchObject({ service: true, mandatory: false, consent: false });
      }
    }
  });

  it('finds a signed purpose', () => {
    expect(purposeByCode('OVERDUE')).toEqual({ kind: 'SIGNED', purpose: purposes.OVERDUE });
  });

  it.each([
    ['POLITICAL', 'CAM-10'],
    ['PARTNER_MAILING', 'CAM-09'],
    ['NOMINATIVE_LIST', 'DIS-01'],
    ['SALE', 'CAM-01'],
    ['GENERAL_MUNICIPAL', 'CAM-01'],
    ['CROSS_FILE', 'DAT-08'],
  ])('refuses %s by the rule that forbids it', (code, rule) => {
    expect(purposeByCode(code)).toMatchObject({ kind: 'FORBIDDEN', rule });
  });

  it.each(['VOEUX_MAIRE', 'overdue', '', 'constructor', '__proto__'])(
    'does not know “%s”',
    (code) => {
      expect(purposeByCode(code)).toEqual({ kind: 'UNKNOWN', rule: 'CAM-01' });
    },
  );

  it('names the forbidden purposes that rules name', () => {
    for (const id of ['CAM-09', 'CAM-10', 'DIS-01', 'DAT-08'] as const) {
      expect(purposeByCode(rules[id].parameters.purpose)).toMatchObject({
        kind: 'FORBIDDEN',
        rule: id,
      });
    }
  });
});

describe('reasons of the gate', () => {
  it('are exactly the words of the API', () => {
    const words =
      'NO_CONSENT, REFUSED, WITHDRAWN, OPPOSED, PENDING_GUARDIAN, NOT_INFORMED, NOTICE_WAIT, NOTICE_OUTDATED, ' +
      'PURPOSE_OFF, PURPOSE_FORBIDDEN, CONTROLLER_BLOCKED, RESTRICTED, DECEASED, ERASED, CHANNEL_MISSING, ' +
      'CHANNEL_INVALID, SUPPRESSED, OUTSIDE_HOURS, OUTSIDE_SLOT, ELECTION_RESERVE, MINOR, QUARANTINED, VENDOR_EXPIRED';
    expect(Object.keys(reasons)).toEqual(words.split(', '));
  });

  it.each(Object.entries(reasons))(
    '%s is one spoken sentence under a rule',
    (_, { rule, text }) => {
      expect(isRuleId(rule)).toBe(true);
      for (const sentence of [text.fr, text.en]) {
        expect(sentence).toMatch(/^[^.?]+[.?]$/u);
        expect(sentence).not.toMatch(/[A-Z]{2}|[()/]/u);
      }
    },
  );
});
