import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { isUnder } from '#core/age.ts';
import { easter, isPublicHoliday } from '../../../functions/consent/domain/holidays.ts';
import { hoursOf, isOpen, nextOpening } from '../../../functions/consent/domain/hours.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const paris = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Paris');
const sms = hoursOf('SMS', { from: '08:00', to: '20:00' });
const calls = hoursOf('PHONE', { from: '08:00', to: '20:00' });

describe('ages', () => {
  const birth = (more: object) => ({ category: 'ADULT' as const, ...more });

  it('[CON-06] fifteen is reached on the birthday', () => {
    expect(isUnder(15, birth({ birthDate: '2012-06-10' }), day('2027-06-09'))).toBe(true);
    expect(isUnder(15, birth({ birthDate: '2012-06-10' }), day('2027-06-10'))).toBe(false);
  });

  it('[CON-08] with the year alone, under fifteen until 31 December', () => {
    expect(isUnder(15, birth({ birthYear: 2011 }), day('2026-12-31'))).toBe(true);
    expect(isUnder(15, birth({ birthYear: 2011 }), day('2027-01-01'))).toBe(false);
  });

  it('[CON-08] a child of whom nothing is known counts as young', () => {
    expect(isUnder(15, { category: 'CHILD' }, day('2026-11-23'))).toBe(true);
    expect(isUnder(15, { category: 'ADULT' }, day('2026-11-23'))).toBe(false);
  });
});

describe('public holidays', () => {
  it.each([
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('Easter %i is %s', (year, sunday) => {
    expect(easter(year).toString()).toBe(sunday);
  });

  it('[NOT-12] are the eleven of the code du travail', () => {
    const days = Array.from({ length: 365 }, (_, n) => day('2026-01-01').add({ days: n })).filter(
      isPublicHoliday,
    );
    expect(days.map(String)).toEqual([
      '2026-01-01',
      '2026-04-06',
      '2026-05-01',
      '2026-05-08',
      '2026-05-14',
      '2026-05-25',
      '2026-07-14',
      '2026-08-15',
      '2026-11-01',
      '2026-11-11',
      '2026-12-25',
    ]);
  });
});

describe('[NOT-12] opening hours', () => {
  it('of SMS: Monday to Saturday, eight to eight', () => {
    if (!sms) throw new Error('SMS has hours');
    expect(isOpen(sms, paris('2026-11-28T08:00'))).toBe(true);
    expect(isOpen(sms, paris('2026-11-28T07:59'))).toBe(false);
    expect(isOpen(sms, paris('2026-11-28T20:00'))).toBe(false);
    expect(isOpen(sms, paris('2026-11-29T10:00'))).toBe(false);
    expect(nextOpening(sms, paris('2026-11-28T20:00')).toString()).toBe('2026-11-30T07:00:00Z');
    expect(nextOpening(sms, paris('2026-11-30T06:00')).toString()).toBe('2026-11-30T07:00:00Z');
  });

  it('of calls: working days, with a pause at noon', () => {
    if (!calls) throw new Error('calls have hours');
    expect(isOpen(calls, paris('2026-11-23T13:30'))).toBe(false);
    expect(nextOpening(calls, paris('2026-11-23T13:30')).toString()).toBe('2026-11-23T13:00:00Z');
    expect(nextOpening(calls, paris('2026-11-27T20:30')).toString()).toBe('2026-11-30T09:00:00Z');
  });

  it('of mail: none', () => {
    expect(hoursOf('EMAIL', { from: '08:00', to: '20:00' })).toBeUndefined();
    expect(hoursOf('POST', { from: '08:00', to: '20:00' })).toBeUndefined();
  });
});
