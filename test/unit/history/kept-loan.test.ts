import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { loanDeadline } from '#core/calendar.ts';
import { capOf, isCovered } from '../../../functions/history/domain/kept-loan.ts';

const instant = (text: string) => Temporal.Instant.from(text);
const ms = (text: string) => instant(text).epochMilliseconds;

describe('what a consent covers', () => {
  it.each([
    ['the day before, a minute to midnight', '2027-05-03T23:59:00+02:00', false],
    ['the same day, before the consent was given', '2027-05-04T00:00:00+02:00', true],
    ['a day that has begun in Paris but not in universal time', '2027-05-03T22:30:00Z', true],
    ['later', '2027-06-01T10:00:00+02:00', true],
  ])('[RET-12] a return of %s', (_, at, covered) => {
    const since = instant('2027-05-04T15:00:00+02:00');
    expect(isCovered(ms(at), { since, zone: 'Europe/Paris' })).toBe(covered);
  });

  it('[RET-12] counts the days of the commune that lent', () => {
    const since = instant('2027-05-04T03:00:00+02:00');
    const at = ms('2027-05-03T10:00:00-10:00');
    expect(isCovered(at, { since, zone: 'Pacific/Tahiti' })).toBe(true);
    expect(isCovered(ms('2027-05-02T23:00:00-10:00'), { since, zone: 'Pacific/Tahiti' })).toBe(
      false,
    );
  });
});

describe('the cap', () => {
  it('[RET-12] is three years from the local day of the return, that day included', () => {
    const { visibleUntil } = capOf(ms('2028-02-29T10:00:00+01:00'), 'Europe/Paris');
    expect(visibleUntil.toString({ timeZoneName: 'never' })).toBe('2031-02-28T23:59:59+01:00');
  });

  it('[RET-12] is never before the legal date, and never beyond three years and a day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: ms('2020-01-01T00:00:00Z'), max: ms('2040-01-01T00:00:00Z') }),
        fc.constantFrom('Europe/Paris', 'Indian/Reunion', 'Pacific/Noumea'),
        (returnedAt, zone) => {
          const at = Temporal.Instant.fromEpochMilliseconds(returnedAt);
          const cap = capOf(returnedAt, zone);
          const legal = loanDeadline({ returnedAt: at, zone, mode: 'MONTH_END' });
          const end = at.toZonedDateTimeISO(zone).add({ years: 3, days: 1 });
          expect(cap.purgeAt).toBeGreaterThan(legal.purgeAt);
          expect(cap.purgeAt * 1000).toBeLessThanOrEqual(end.epochMilliseconds);
        },
      ),
    );
  });
});
