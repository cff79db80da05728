import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { PatronInput } from '../../../functions/patrons/domain/patron.ts';
import {
  assessQuality,
  isMinor,
  minimiseAtMajority,
} from '../../../functions/patrons/domain/quality.ts';
import { viewOf } from '../../../functions/patrons/domain/view.ts';

const today = Temporal.PlainDate.from('2026-11-23');
const input = (more: object) =>
  PatronInput.parse({ library: 'vs-centre', name: { family: 'Nguyên' }, ...more });

describe('quality of a record', () => {
  it.each([
    ['[DAT-07] a placeholder birth date', { birthDate: '1900-01-01' }, 'PLACEHOLDER_BIRTH', true],
    ['[DAT-07] an age over 110', { birthYear: 1910 }, 'IMPOSSIBLE_AGE', true],
    ['[DAT-07] a birth in the future', { birthYear: 2030 }, 'IMPOSSIBLE_AGE', true],
    [
      '[DAT-06] the birth date of an adult',
      { birthDate: '1980-05-05' },
      'BIRTH_DATE_TRUNCATED',
      false,
    ],
    [
      '[DAT-02] something that looks like a NIR',
      { name: { family: '206127511100565' } },
      'LOOKS_LIKE_NIR',
      false,
    ],
    ['[NOT-16] a minor without guardian', { birthYear: 2015 }, 'MINOR_WITHOUT_GUARDIAN', false],
  ])('%s is told', (_name, more, code, quarantined) => {
    const quality = assessQuality(input(more), today);
    expect(quality.warnings.map((warning) => warning.code)).toContain(code);
    expect(quality.quarantined).toBe(quarantined);
  });

  it('says nothing of an ordinary adult', () => {
    expect(assessQuality(input({ birthYear: 1980 }), today)).toEqual({
      warnings: [],
      quarantined: false,
    });
  });
});

describe('[DAT-06] the birth date', () => {
  it.each([
    ['2008-11-24', true],
    ['2008-11-23', false],
    ['2008-11-22', false],
  ])('born %s is a minor: %s', (birthDate, expected) => {
    expect(isMinor({ birthDate }, today)).toBe(expected);
  });

  it('is kept whole for a minor and as a year from the 18th birthday', () => {
    expect(minimiseAtMajority(input({ birthDate: '2008-11-24' }), today).birthDate).toBe(
      '2008-11-24',
    );
    const adult = minimiseAtMajority(input({ birthDate: '2008-11-23' }), today);
    expect([adult.birthDate, adult.birthYear]).toEqual([undefined, 2008]);
  });
});

describe('[GOV-10] what a role sees', () => {
  const patron = {
    ...input({ birthDate: '2012-01-01', mobile: '+33612345678', email: 'a@example.org' }),
    patronRef: 'koha:1',
    subjectRef: 's',
    commune: 'valserine',
    state: 'ACTIVE' as const,
    quarantined: false,
    invalidChannels: [],
    problems: [],
    clock: { lookOn: '2027-01-01' },
    knownSince: '2026-01-01',
    version: 1,
    deceasedOn: undefined,
  };
  const seenBy = (role: 'DESK' | 'ILS' | 'STATS' | 'GUARDIAN') => {
    const { deceasedOn: _alive, ...known } = patron;
    return viewOf(
      known,
      { sub: 's', network: 'n', communes: ['*'], roles: [role], guardianOf: [] },
      today,
    );
  };

  it('an age band at the desk, a birth date for the library system', () => {
    expect([seenBy('DESK')['birthDate'], seenBy('DESK')['ageBand']]).toEqual([undefined, '11-14']);
    expect(seenBy('ILS')['birthDate']).toBe('2012-01-01');
  });

  it('nothing of a person for statistics', () => {
    expect(seenBy('STATS')).toEqual({ restricted: false, ageBand: '11-14' });
  });

  it('[DIS-06] the contact of a child, no longer that of a teenager of 15', () => {
    expect(seenBy('GUARDIAN')['mobile']).toBe('+33612345678');
    const { deceasedOn: _alive, ...known } = { ...patron, birthDate: '2011-01-01' };
    const caller = {
      sub: 's',
      network: 'n',
      communes: [],
      roles: ['GUARDIAN'] as const,
      guardianOf: ['koha:1'],
    };
    expect(viewOf(known, caller, today)['mobile']).toBeUndefined();
  });
});
