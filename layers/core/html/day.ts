import { Temporal } from 'temporal-polyfill';
import type { Locale } from '../text.ts';

const tags = { fr: 'fr-FR', en: 'en-GB' } as const satisfies Record<Locale, string>;

/**
 * A day as it is said: `1er mai 2027`, `1 May 2027`.
 * @param date a local date, or an instant, whose own offset then says which day it is
 */
export function dayInWords(date: string, locale: Locale): string {
  const said = civil(date).toLocaleString(tags[locale], { dateStyle: 'long' });
  return locale === 'fr' ? said.replace(/^1 /u, '1er ') : said;
}

/**
 * A day in figures, for a narrow column: `01/05/2027`.
 * @param date as for `dayInWords`
 */
export function dayInFigures(date: string, locale: Locale): string {
  return civil(date).toLocaleString(tags[locale], { dateStyle: 'short' });
}

/**
 * A month as it is said: `novembre 2026`.
 * @param month `2026-11`
 */
export function monthInWords(month: string, locale: Locale): string {
  return civil(`${month}-01`).toLocaleString(tags[locale], { month: 'long', year: 'numeric' });
}

const civil = (date: string) => Temporal.PlainDate.from(date.slice(0, 10));
