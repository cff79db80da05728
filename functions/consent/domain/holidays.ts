import { Temporal } from 'temporal-polyfill';

/** Code du travail L3133-1: the eleven public holidays. Alsace-Moselle and overseas have more (question for the DPO). */
const fixed: readonly string[] = [
  '01-01',
  '05-01',
  '05-08',
  '07-14',
  '08-15',
  '11-01',
  '11-11',
  '12-25',
];
/** Days after Easter Sunday: Easter Monday, Ascension, Whit Monday. */
const movable: readonly number[] = [1, 39, 50];

export function isPublicHoliday(day: Temporal.PlainDate): boolean {
  if (fixed.includes(day.toString().slice(5))) return true;
  const sinceEaster = easter(day.year).until(day).days;
  return movable.includes(sinceEaster);
}

/** Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher). */
export function easter(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const moon = (19 * a + d + 15) % 30;
  const week = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - moon - (c % 4)) % 7;
  const shift = Math.floor((a + 11 * moon + 22 * week) / 451);
  const n = moon + week - 7 * shift + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(n / 31), day: (n % 31) + 1 });
}
