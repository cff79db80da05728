import { describe, expect, it } from '@jest/globals';
import { daily, dueTimes, isFine, lastDue } from '../../../infra/local/due.ts';

const zone = 'Europe/Paris';
const ms = (text: string) => Date.parse(text);
const iso = (at: number) => new Date(at).toISOString();

describe('due instants', () => {
  it.each([
    [{ everyMinutes: 10 }, '2026-11-23T08:00:00Z', '2026-11-23T08:10:00.000Z'],
    [{ everyMinutes: 10 }, '2026-11-23T08:09:59Z', '2026-11-23T08:10:00.000Z'],
    [{ cron: '30 2 * * *' }, '2026-11-23T08:00:00Z', '2026-11-24T01:30:00.000Z'],
    [{ cron: '30 2 * * *' }, '2026-11-24T01:30:00Z', '2026-11-25T01:30:00.000Z'],
    [{ cron: '30 2 * * *' }, '2027-07-01T08:00:00Z', '2027-07-02T00:30:00.000Z'],
    [
      { cron: '0 8 * * *', zone: 'America/Martinique' },
      '2026-11-23T08:00:00Z',
      '2026-11-23T12:00:00.000Z',
    ],
    [{ cron: '0 3 1 * *' }, '2026-11-23T08:00:00Z', '2026-12-01T02:00:00.000Z'],
  ])('%j after %s is %s', (schedule, after, expected) => {
    expect(iso(dueTimes(schedule, zone)(ms(after)))).toBe(expected);
  });

  it.each([
    [{ everyMinutes: 59 }, true],
    [{ everyMinutes: 60 }, false],
    [{ cron: '*/15 8-19 * * 1-5' }, true],
    [{ cron: '0 * * * *' }, false],
    [{ cron: '30 2 * * *' }, false],
  ])('%j is more often than hourly: %s', (schedule, expected) => {
    expect(isFine(dueTimes(schedule, zone))).toBe(expected);
  });

  it('comes each morning at the same local time', () => {
    const next = daily('08:00', zone);
    expect(iso(next(ms('2026-10-24T12:00:00Z')))).toBe('2026-10-25T07:00:00.000Z');
  });

  it('finds the last one before the end of a way, if there is any', () => {
    const next = dueTimes({ everyMinutes: 10 }, zone);
    expect(iso(lastDue(next, ms('2026-11-20T00:00:00Z'), ms('2026-11-23T08:09:00Z')))).toBe(
      '2026-11-23T08:00:00.000Z',
    );
    expect(lastDue(next, ms('2026-11-23T08:00:00Z'), ms('2026-11-23T08:09:00Z'))).toBe(Infinity);
  });
});
