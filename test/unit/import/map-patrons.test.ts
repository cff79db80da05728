import { describe, expect, it } from '@jest/globals';
import { readLocalDate, readTimestamp } from '../../../infra/local/import/evergreen-time.ts';
import { mapPatron, mapPatrons } from '../../../infra/local/import/map-patrons.ts';
import { context, patron } from './rows.ts';

const mapped = (changes: Record<string, string> = {}) => {
  const result = mapPatron(patron(changes), context);
  if (typeof result === 'string') throw new Error(`left out: ${result}`);
  return result;
};

describe('an Evergreen timestamp', () => {
  it.each([
    ['2014-05-14 08:39:13.070326-04', '2014-05-14T08:39:13-04:00'],
    ['2026-11-22T10:00:00-0400', '2026-11-22T10:00:00-04:00'],
    ['2026-11-22 10:00:00-04:00', '2026-11-22T10:00:00-04:00'],
    ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00Z'],
    ['2026-11-22 10:00:00+05:30', '2026-11-22T10:00:00+05:30'],
  ])('%s is %s', (text, iso) => {
    expect(readTimestamp(text)).toBe(iso);
  });

  it.each(['2026-11-22 10:00:00', '2026-02-30 10:00:00-04', '2026-11-22', '', 'hier'])(
    '%p names no instant',
    (text) => {
      expect(readTimestamp(text)).toBeUndefined();
    },
  );

  it('keeps the day that the library wrote', () => {
    expect(readLocalDate('2014-05-23 23:59:59-04')).toBe('2014-05-23');
  });
});

describe('an Evergreen reader', () => {
  it('[DAT-01] becomes a row of known fields and nothing else', () => {
    expect(mapped({ dob: '1980-06-01', email: 'terri@example.org' }).row).toEqual({
      patronRef: 'evergreen:57',
      library: 'spls-bpl',
      commune: 'la-comte',
      category: 'ADULT',
      name: { family: 'Brooks', given: ['Terri'] },
      birthYear: 1980,
      email: 'terri@example.org',
      enrolledOn: '2020-10-27',
      expiresOn: '2030-01-01',
    });
  });

  it('lacks what the export lacks, and says so', () => {
    const { row, warnings } = mapped();
    expect(row).not.toHaveProperty('email');
    expect(row).not.toHaveProperty('birthYear');
    expect(warnings).toEqual(['NO_BIRTH_DATE', 'NO_EMAIL', 'NO_MOBILE']);
  });

  it('[CON-10] never arrives informed or consenting', () => {
    expect(mapped().row).not.toHaveProperty('informed');
    expect(JSON.stringify(mapped().row)).not.toContain('consent');
  });

  it('[DAT-06] keeps a full birth date as a minor only, counted on the day of the import', () => {
    expect(mapped({ dob: '2008-11-24' }).row).toMatchObject({
      birthDate: '2008-11-24',
      category: 'TEEN',
    });
    expect(mapped({ dob: '2008-11-23' }).row).toMatchObject({ birthYear: 2008, category: 'ADULT' });
    expect(mapped({ dob: '2008-11-23' }).row).not.toHaveProperty('birthDate');
    expect(mapped({ dob: '2014-11-24' }).row).toMatchObject({ category: 'CHILD' });
  });

  it('[CON-06] has the guardian that the export names, as a minor only', () => {
    const child = { dob: '2015-02-17', juvenile: '1' };
    expect(mapped({ ...child, guardian: 'Samantha Kelley' }).row.guardian).toEqual({
      name: { family: 'Kelley', given: ['Samantha'] },
    });
    expect(mapped(child).warnings).toContain('NO_GUARDIAN');
    const adult = mapped({ dob: '1991-09-27', guardian: 'Commissioner Gordon' });
    expect(adult.row).not.toHaveProperty('guardian');
    expect(adult.warnings).toContain('GUARDIAN_OF_ADULT');
  });

  it('is an adult by birth whatever an old flag says, a child by flag without birth', () => {
    expect(mapped({ dob: '2005-07-17', juvenile: '1' }).warnings).toContain('JUVENILE_FLAG_STALE');
    expect(mapped({ juvenile: '1' }).row.category).toBe('CHILD');
  });

  it.each([
    ['555-123-4467', {}, ['PHONE_UNUSABLE', 'NO_MOBILE']],
    ['706-663-6842', { landline: '+17066636842' }, ['NO_MOBILE']],
    ['+33612345678', { mobile: '+33612345678' }, []],
  ])('[DAT-07] with %s has %j', (day_phone, fields, warnings) => {
    const { row, warnings: said } = mapped({ day_phone });
    expect({
      ...(row.mobile && { mobile: row.mobile }),
      ...(row.landline && { landline: row.landline }),
    }).toEqual(fields);
    expect(said.filter((code) => code === 'PHONE_UNUSABLE' || code === 'NO_MOBILE')).toEqual(
      warnings,
    );
  });

  it('[DAT-07] drops an unusable address', () => {
    expect(mapped({ email: 'pas une adresse' }).warnings).toContain('EMAIL_UNUSABLE');
  });

  it('is left out when deleted, without library or without enrolment, and counted', () => {
    const { items, skipped } = mapPatrons(
      [
        patron({ id: '1', deleted: '1' }),
        patron({ id: '2', home_ou: '8' }),
        patron({ id: '3', create_date: '2020-10-27' }),
        patron(),
      ],
      context,
    );
    expect(items.map(({ patronRef }) => patronRef)).toEqual(['evergreen:57']);
    expect(skipped).toEqual([
      { ref: 'evergreen:1', code: 'DELETED' },
      { ref: 'evergreen:2', code: 'LIBRARY_UNKNOWN' },
      { ref: 'evergreen:3', code: 'TIME_UNREADABLE' },
    ]);
  });

  it('[RGT-09] barred or inactive is not restricted', () => {
    const { row, warnings } = mapped({ barred: '1', active: '0' });
    expect(row).not.toHaveProperty('restricted');
    expect(warnings).toEqual(expect.arrayContaining(['BARRED', 'INACTIVE']));
  });

  it('says that a card expired, and drops an expiry before the enrolment', () => {
    expect(mapped({ expire_date: '2023-10-27 10:26:51-04' }).warnings).toContain('EXPIRED');
    const odd = mapped({ expire_date: '1999-01-01 03:00:00-05' });
    expect(odd.row).not.toHaveProperty('expiresOn');
    expect(odd.warnings).toContain('EXPIRES_BEFORE_ENROLMENT');
  });
});
