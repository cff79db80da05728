import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  nextStep,
  type Facts,
  type Notice,
} from '../../../functions/inactivity/domain/next-step.ts';
import { anchorOf, eraseDay, noticeDay } from '../../../functions/patrons/domain/inactivity.ts';

const day = (text: string) => Temporal.PlainDate.from(text);

const facts = (today: string, more: Partial<Facts> = {}): Facts => ({
  today: day(today),
  noticeOn: day('2027-09-11'),
  eraseOn: day('2027-10-11'),
  isHeld: false,
  mayTell: true,
  ...more,
});

const notice = (more: Partial<Notice> = {}): Partial<Facts> => ({
  notice: {
    askedOn: day('2027-09-11'),
    sentOn: day('2027-09-11'),
    isLost: false,
    isBarred: false,
    ...more,
  },
});

const unsigned: Partial<Facts> = {
  notice: { askedOn: day('2027-09-11'), isLost: true, isBarred: true },
};

const said = (one: Facts) => {
  const step = nextStep(one);
  const on = 'lookOn' in step ? step.lookOn : 'eraseOn' in step ? step.eraseOn : '';
  const untold = 'untold' in step ? 'untold' : '';
  return [step.kind, String(on), untold].filter((part) => part !== '').join(' ');
};

describe('[RET-09] the year of inactivity', () => {
  it.each([
    ['2026-11-21', '2027-10-23', '2027-11-22'],
    ['2027-10-10', '2028-09-11', '2028-10-11'],
    ['2028-02-29', '2029-01-30', '2029-03-01'],
    ['2027-02-28', '2028-01-30', '2028-02-29'],
  ])('that begins on %s is announced on %s and over on %s', (anchor, told, over) => {
    expect([noticeDay(day(anchor)).toString(), eraseDay(day(anchor)).toString()]).toEqual([
      told,
      over,
    ]);
  });

  it('[RET-10] begins with the last loan, else the enrolment, else the record; a renewal counts where the DPO says so', () => {
    const dates = { enrolledOn: '2025-03-03', renewedOn: '2026-03-03', knownSince: '2026-01-01' };
    const of = (lastLoanEnd: string | undefined, renewalCounts: boolean, more = dates) =>
      anchorOf(more, { lastLoanEnd, renewalCounts }).toString();
    expect(of('2025-08-08', false)).toBe('2025-08-08');
    expect(of(undefined, false)).toBe('2025-03-03');
    expect(of('2025-08-08', true)).toBe('2026-03-03');
    expect(of('2026-08-08', true)).toBe('2026-08-08');
    expect(anchorOf({ knownSince: '2026-01-01' }, { renewalCounts: false }).toString()).toBe(
      '2026-01-01',
    );
  });
});

describe('what the clock of a reader asks for', () => {
  it.each([
    ['before the notice', facts('2027-09-10'), 'LATER 2027-09-11'],
    ['on its day', facts('2027-09-11'), 'TELL 2027-10-11'],
    ['late, with thirty days all the same', facts('2027-12-01'), 'TELL 2027-12-31'],
    ['told, too early', facts('2027-10-10', notice()), 'WAIT 2027-10-11'],
    ['told, on the day', facts('2027-10-11', notice()), 'LAPSE'],
    ['told late', facts('2027-10-12', notice({ sentOn: day('2027-09-20') })), 'WAIT 2027-10-20'],
    [
      'reached by nobody',
      facts('2027-10-11', {
        notice: { askedOn: day('2027-09-11'), isLost: true, isBarred: false },
      }),
      'LAPSE',
    ],
    [
      'a letter that waits',
      facts('2027-11-09', {
        notice: { askedOn: day('2027-09-11'), isLost: false, isBarred: false },
      }),
      'HELD',
    ],
    [
      'a letter that nobody printed in sixty days',
      facts('2027-11-10', {
        notice: { askedOn: day('2027-09-11'), isLost: false, isBarred: false },
      }),
      'LAPSE',
    ],
    [
      '[CAM-02] not signed, tried every day',
      facts('2027-09-11', { mayTell: false }),
      'TELL 2027-09-12',
    ],
    ['[CAM-02] still not signed', facts('2027-09-30', { mayTell: false, ...unsigned }), 'HELD'],
    ['[CAM-02] signed at last', facts('2027-09-30', unsigned), 'TELL 2027-10-30'],
    ['[RET-11] never signed', facts('2027-10-11', { mayTell: false, ...unsigned }), 'LAPSE untold'],
    ['[RET-11] held', facts('2027-12-01', { isHeld: true, ...notice() }), 'HELD'],
    ['borrowed since the notice', facts('2027-09-10', notice()), 'LATER 2027-09-11'],
    [
      '[RGT-11] dead, closed',
      facts('2027-03-01', { closesOn: day('2027-03-02') }),
      'LATER 2027-03-02',
    ],
    ['[RGT-11] dead, over', facts('2027-03-02', { closesOn: day('2027-03-02') }), 'LAPSE'],
  ])('%s', (_title, one, expected) => {
    expect(said(one)).toBe(expected);
  });

  it('never erases a living reader before the day of the rule, nor within thirty days of the notice', () => {
    const days = fc.integer({ min: 0, max: 900 }).map((n) => day('2026-01-01').add({ days: n }));
    fc.assert(
      fc.property(
        days,
        days,
        fc.option(
          fc.record({
            askedOn: days,
            sentOn: days,
            isLost: fc.boolean(),
            isBarred: fc.constant(false),
          }),
        ),
        fc.boolean(),
        (today, eraseOn, told, isHeld) => {
          const noticeOn = eraseOn.subtract({ days: 30 });
          const step = nextStep({
            today,
            eraseOn,
            noticeOn,
            isHeld,
            mayTell: true,
            ...(told && { notice: told }),
          });
          if (step.kind !== 'LAPSE') return;
          expect(isHeld).toBe(false);
          expect(Temporal.PlainDate.compare(today, eraseOn)).toBeGreaterThanOrEqual(0);
          expect(told?.sentOn.until(today).days).toBeGreaterThanOrEqual(30);
        },
      ),
    );
  });
});
