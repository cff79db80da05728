import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { epochSeconds, isVisible, loanDeadline } from '#core/calendar.ts';
import { RetentionMode } from '#core/network-schema.ts';

const zones = [
  'Europe/Paris',
  'America/Guadeloupe',
  'Indian/Reunion',
  'Pacific/Noumea',
  'America/Miquelon',
];
const first = Temporal.PlainDate.from('2020-01-01');
const last = Temporal.PlainDate.from('2059-12-31');

const noon = (day: Temporal.PlainDate, zone: string) =>
  day.toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).toInstant();

const daysOf = (day: Temporal.PlainDate, mode: RetentionMode, zone: string): number => {
  const { visibleUntil } = loanDeadline({ returnedAt: noon(day, zone), zone, mode });
  return day.until(visibleUntil.toPlainDate(), { largestUnit: 'days' }).days;
};

describe('the retention calendar', () => {
  it('[RET-03] no mode is ever longer than the end of the fourth month, on any day from 2020 to 2059', () => {
    const wrong: string[] = [];
    const shortest = new Set<string>();
    for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
      const monthEnd = daysOf(day, 'MONTH_END', 'Europe/Paris');
      const shorter = [
        daysOf(day, 'ANNIVERSARY', 'Europe/Paris'),
        daysOf(day, 'DAYS_120', 'Europe/Paris'),
      ];
      const isRight =
        monthEnd >= 120 && monthEnd <= 152 && shorter.every((days) => days <= monthEnd);
      if (!isRight) wrong.push(day.toString());
      if (monthEnd === 120) shortest.add(day.toString().slice(5));
    }
    expect(wrong).toEqual([]);
    expect([...shortest].toSorted()).toEqual(['01-31', '10-31', '12-31']);
  });

  it('[RET-02] [RET-04] the purge instant is a local midnight, the second after the last visible one', () => {
    const instants = fc.integer({
      min: epochSeconds(noon(first, 'UTC')),
      max: epochSeconds(noon(last, 'UTC')),
    });
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom(...zones),
        fc.constantFrom(...RetentionMode.options),
        (seconds, zone, mode) => {
          const returnedAt = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
          const { startedOn, visibleUntil, purgeAt } = loanDeadline({ returnedAt, zone, mode });
          const purge = Temporal.Instant.fromEpochMilliseconds(purgeAt * 1000);
          expect(startedOn.equals(returnedAt.toZonedDateTimeISO(zone).toPlainDate())).toBe(true);
          expect(purge.toZonedDateTimeISO(zone).toPlainTime().toString()).toBe('00:00:00');
          expect(purgeAt - epochSeconds(visibleUntil.toInstant())).toBe(1);
          expect(isVisible(purgeAt, visibleUntil.toInstant())).toBe(true);
          expect(isVisible(purgeAt, purge)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});
