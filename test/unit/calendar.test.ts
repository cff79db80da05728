import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { loanDeadline, periodDeadline, writeZoned } from '#core/calendar.ts';

const zone = 'Europe/Paris';

/** `rules.md` §1.9, row by row: return, last visible instant, purge instant in epoch seconds. */
const rows = [
  ['2026-01-15T16:04:00+01:00', '2026-05-31T23:59:59+02:00', 1780264800],
  ['2026-01-31T12:00:00+01:00', '2026-05-31T23:59:59+02:00', 1780264800],
  ['2026-02-01T12:00:00+01:00', '2026-06-30T23:59:59+02:00', 1782856800],
  ['2026-06-15T12:00:00+02:00', '2026-10-31T23:59:59+01:00', 1793487600],
  ['2026-10-31T12:00:00+01:00', '2027-02-28T23:59:59+01:00', 1803855600],
  ['2027-10-31T12:00:00+01:00', '2028-02-29T23:59:59+01:00', 1835478000],
  ['2028-02-29T12:00:00+01:00', '2028-06-30T23:59:59+02:00', 1846015200],
  ['2026-11-15T12:00:00+01:00', '2027-03-31T23:59:59+02:00', 1806530400],
  ['2026-12-01T12:00:00+01:00', '2027-04-30T23:59:59+02:00', 1809122400],
] as const;

const nights = [
  ['2026-06-30T21:59:59Z', '2026-10-31'],
  ['2026-06-30T22:15:00Z', '2026-11-30'],
  ['2027-01-31T23:30:00Z', '2027-06-30'],
] as const;

const deadline = (returned: string, mode: 'MONTH_END' | 'ANNIVERSARY' | 'DAYS_120' = 'MONTH_END') =>
  loanDeadline({ returnedAt: Temporal.Instant.from(returned), zone, mode });

describe('end of the fourth month after the return', () => {
  it.each(rows)('[RET-01] returned %s → visible until %s', (returned, visibleUntil, purgeAt) => {
    const found = deadline(returned);
    expect(writeZoned(found.visibleUntil)).toBe(visibleUntil);
    expect(found.purgeAt).toBe(purgeAt);
  });

  it.each(nights)('[RET-02] returned %s, a night in Paris → %s', (returned, lastDay) => {
    expect(deadline(returned).visibleUntil.toPlainDate().toString()).toBe(lastDay);
  });

  it('[RET-02] the same instant is another month overseas', () => {
    const returnedAt = Temporal.Instant.from('2026-06-30T22:15:00Z');
    const there = loanDeadline({ returnedAt, zone: 'America/Guadeloupe', mode: 'MONTH_END' });
    expect(there.visibleUntil.toPlainDate().toString()).toBe('2026-10-31');
  });

  it('[RET-03] the shorter modes count from the return itself', () => {
    expect(
      deadline('2026-01-15T16:04:00+01:00', 'ANNIVERSARY').visibleUntil.toPlainDate().toString(),
    ).toBe('2026-05-15');
    expect(
      deadline('2026-01-15T16:04:00+01:00', 'DAYS_120').visibleUntil.toPlainDate().toString(),
    ).toBe('2026-05-15');
    expect(
      deadline('2026-10-31T16:04:00+01:00', 'ANNIVERSARY').visibleUntil.toPlainDate().toString(),
    ).toBe('2027-02-28');
  });

  it('a year counted from a leap day ends on the 28th', () => {
    const found = periodDeadline({
      from: Temporal.PlainDate.from('2028-02-29'),
      period: 'P1Y',
      zone,
    });
    expect(found.visibleUntil.toPlainDate().toString()).toBe('2029-02-28');
  });
});
