import { describe, expect, it } from '@jest/globals';
import { readLocalDate, readTimestamp } from '../../../infra/local/import/evergreen-time.ts';
import { CirculationCsv, HoldCsv, PatronCsv, type Mapping } from '../../../infra/local/import/evergreen-rows.ts';
import { mapEvents } from '../../../infra/local/import/map-events.ts';
import { mapPatron, mapPatrons, type Context } from '../../../infra/local/import/map-patrons.ts';

const mapping: Mapping = {
  network: 'concerto',
  source: 'evergreen',
  defaultCountry: 'US',
  libraries: { 'SPLS-BPL': { library: 'spls-bpl', commune: 'la-comte' } },
};
const context: Context = {
  mapping,
  today: '2026-11-23',
  libraries: [
    { id: '7', shortname: 'SPLS-BPL' },
    { id: '8', shortname: 'RPLS-EHL' },
  ],
};

const patron = (changes: Record<string, string> = {}): PatronCsv =>
  PatronCsv.parse({
    id: '57', home_ou: '7', first_given_name: 'Terri', family_name: 'Brooks', email: '', day_phone: '', evening_phone: '',
    dob: '', juvenile: '0', guardian: '', city: 'Bree', post_code: '32961', active: '1', barred: '0', deleted: '0',
    create_date: '2020-10-27 10:26:51.426709-04', expire_date: '2030-01-01 03:00:00-05', ...changes,
  });
const circulation = (changes: Record<string, string> = {}): CirculationCsv =>
  CirculationCsv.parse({
    id: '1', usr: '57', target_copy: '2', circ_lib: '7', checkin_lib: '', xact_start: '2026-09-14 08:39:13.070326-04',
    due_date: '2026-10-05 23:59:59-04', checkin_time: '', xact_finish: '', stop_fines: '', parent_circ: '', ...changes,
  });
const hold = (changes: Record<string, string> = {}): HoldCsv =>
  HoldCsv.parse({
    id: '9', usr: '57', target: '2', hold_type: 'T', current_copy: '', pickup_lib: '7', request_time: '2026-10-27 10:26:51-04',
    shelf_time: '', fulfillment_time: '', expire_time: '', cancel_time: '', ...changes,
  });

const mapped = (changes: Record<string, string> = {}) => {
  const result = mapPatron(patron(changes), context);
  if (typeof result === 'string') throw new Error(`left out: ${result}`);
  return result;
};
const eventsOf = (circulations: CirculationCsv[], holds: HoldCsv[] = [], known = ['evergreen:57']) =>
  mapEvents({
    rows: { circulations, holds, copies: [{ id: '2', record: '2', title: 'Le concerto', author: 'Ferchault, Guy' }] },
    context,
    known: new Set(known),
  });

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

  it.each(['2026-11-22 10:00:00', '2026-02-30 10:00:00-04', '2026-11-22', '', 'hier'])('%p names no instant', (text) => {
    expect(readTimestamp(text)).toBeUndefined();
  });

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
    expect(mapped({ dob: '2008-11-24' }).row).toMatchObject({ birthDate: '2008-11-24', category: 'TEEN' });
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
    expect({ ...(row.mobile && { mobile: row.mobile }), ...(row.landline && { landline: row.landline }) }).toEqual(fields);
    expect(said.filter((code) => code === 'PHONE_UNUSABLE' || code === 'NO_MOBILE')).toEqual(warnings);
  });

  it('[DAT-07] drops an unusable address', () => {
    expect(mapped({ email: 'pas une adresse' }).warnings).toContain('EMAIL_UNUSABLE');
  });

  it('is left out when deleted, without library or without enrolment, and counted', () => {
    const { items, skipped } = mapPatrons(
      [patron({ id: '1', deleted: '1' }), patron({ id: '2', home_ou: '8' }), patron({ id: '3', create_date: '2020-10-27' }), patron()],
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

describe('an Evergreen circulation', () => {
  it('opens a loan with its title', () => {
    expect(eventsOf([circulation()]).items).toEqual([
      {
        id: 'evergreen-circ-1-out', type: 'loan.created', at: '2026-09-14T08:39:13-04:00', dueOn: '2026-10-05',
        patronRef: 'evergreen:57', library: 'spls-bpl', loanRef: 'evergreen:loan:1', itemRef: 'evergreen:item:2',
        title: 'Le concerto', author: 'Ferchault, Guy',
      },
    ]);
  });

  it('[RET-06] stays open when lost or open for years, and says so', () => {
    const { items, warnings } = eventsOf([circulation({ xact_start: '2014-05-14 08:39:13-04', stop_fines: 'LOST' })]);
    expect(items.map(({ type }) => type)).toEqual(['loan.created']);
    expect(warnings.map(({ code }) => code)).toEqual(['LOST_OPEN', 'OPEN_FOR_YEARS']);
  });

  it('[RET-01] is sent with a return long past: the API alone decides what is still kept', () => {
    const returned = circulation({ xact_start: '2014-05-14 08:39:13-04', checkin_time: '2014-05-20 10:00:00-04' });
    expect(eventsOf([returned]).items.map(({ type, at }) => `${type} ${at}`)).toEqual([
      'loan.created 2014-05-14T08:39:13-04:00',
      'loan.returned 2014-05-20T10:00:00-04:00',
    ]);
  });

  it('paid as lost ends when its account closed', () => {
    const { items, warnings } = eventsOf([circulation({ stop_fines: 'LOST', xact_finish: '2026-10-01 10:00:00-04' })]);
    expect(items.at(-1)).toMatchObject({ type: 'loan.returned', at: '2026-10-01T10:00:00-04:00' });
    expect(warnings.map(({ code }) => code)).toEqual(['CLOSED_WITHOUT_CHECKIN']);
  });

  it('renewed twice is one loan', () => {
    const chain = [
      circulation({ stop_fines: 'RENEW', checkin_time: '2026-10-01 10:00:00-04' }),
      circulation({ id: '2', parent_circ: '1', stop_fines: 'RENEW', xact_start: '2026-10-01 10:00:00-04', checkin_time: '2026-10-20 10:00:00-04' }),
      circulation({ id: '3', parent_circ: '2', xact_start: '2026-10-20 10:00:00-04', checkin_time: '2026-11-03 10:00:00-05' }),
    ];
    const { items } = eventsOf(chain);
    expect(items.map(({ id }) => id)).toEqual([
      'evergreen-circ-1-out', 'evergreen-circ-2-ren', 'evergreen-circ-3-ren', 'evergreen-circ-3-ret',
    ]);
    expect(new Set(items.map((event) => 'loanRef' in event && event.loanRef))).toEqual(new Set(['evergreen:loan:1']));
  });

  it('renewing an absent loan is a loan, and a circle of parents ends', () => {
    expect(eventsOf([circulation({ id: '5', parent_circ: '4' })]).warnings).toContainEqual({ ref: 'evergreen:loan:5', code: 'PARENT_ABSENT' });
    const circle = [circulation({ id: '1', parent_circ: '2' }), circulation({ id: '2', parent_circ: '1' })];
    expect(eventsOf(circle).items).toHaveLength(2);
  });

  it('of an unknown reader, library or time is left out and counted', () => {
    const { items, skipped } = eventsOf([
      circulation({ usr: '1' }), circulation({ id: '2', circ_lib: '8' }), circulation({ id: '3', due_date: 'bientôt' }),
    ]);
    expect(items).toEqual([]);
    expect(skipped.map(({ code }) => code)).toEqual(['PATRON_NOT_IMPORTED', 'LIBRARY_UNKNOWN', 'TIME_UNREADABLE']);
  });
});

describe('an Evergreen hold', () => {
  const typesOf = (changes: Record<string, string>) => eventsOf([], [hold(changes)]).items.map(({ type }) => type);
  const later = '2026-11-01 10:00:00-05';

  it.each([
    [{}, ['hold.placed']],
    [{ shelf_time: later }, ['hold.placed', 'hold.waiting']],
    [{ shelf_time: later, fulfillment_time: '2026-11-02 10:00:00-05' }, ['hold.placed', 'hold.waiting', 'hold.filled']],
    [{ cancel_time: later }, ['hold.placed', 'hold.cancelled']],
    [{ expire_time: later }, ['hold.placed', 'hold.expired']],
    [{ expire_time: '2027-01-01 10:00:00-05' }, ['hold.placed']],
    [{ expire_time: later, cancel_time: later }, ['hold.placed', 'hold.cancelled']],
  ])('[RET-07] with %j is %j', (changes, types) => {
    expect(typesOf(changes)).toEqual(types);
  });

  it('names the title of its record, or says that it cannot', () => {
    expect(eventsOf([], [hold()]).items[0]).toMatchObject({ title: 'Le concerto', pickupLibrary: 'spls-bpl' });
    expect(eventsOf([], [hold({ hold_type: 'M' })]).warnings).toEqual([{ ref: 'evergreen:hold:9', code: 'TITLE_UNKNOWN' }]);
  });
});
