import { Temporal } from 'temporal-polyfill';
import { consentRules } from './catalogue/rules/consent.ts';

/** What is known of a birth; of adults the year only (DAT-06). */
export interface Birth {
  readonly birthDate?: string | undefined;
  readonly birthYear?: number | undefined;
  readonly category: 'ADULT' | 'CHILD' | 'TEEN' | 'GROUP';
}

export const digitalAge: number = consentRules['CON-06'].parameters.digitalAge;
export const majority: number = consentRules['CON-07'].parameters.majority;

/**
 * Whether the person has not yet reached an age on a local date. With the year alone they count as younger until
 * 31 December of that year (CON-08); a child of whom nothing is known counts as young.
 */
export function isUnder(age: number, birth: Birth, today: Temporal.PlainDate): boolean {
  if (birth.birthDate) {
    const birthday = Temporal.PlainDate.from(birth.birthDate).add({ years: age });
    return Temporal.PlainDate.compare(today, birthday) < 0;
  }
  if (birth.birthYear !== undefined) return today.year - birth.birthYear <= age;
  return birth.category === 'CHILD' || birth.category === 'TEEN';
}
