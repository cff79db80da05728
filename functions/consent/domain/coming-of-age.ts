import { Temporal } from 'temporal-polyfill';
import { consentRules } from '#core/catalogue/rules/consent.ts';
import { digitalAge, type Birth } from '#core/age.ts';
import type { Entry } from './ledger.ts';

const { graceAt15 } = consentRules['CON-07'].parameters;

interface Day {
  readonly birth: Birth;
  readonly today: Temporal.PlainDate;
}

/** From the fifteenth birthday to the end of the grace: until when the consent may still be confirmed. */
export function confirmationDue(
  entry: Entry | undefined,
  day: Day,
): Temporal.PlainDate | undefined {
  const isShared = entry?.state === 'GIVEN' && entry.guardian;
  const from = isShared ? birthdayAt15(day.birth) : undefined;
  if (!from || Temporal.PlainDate.compare(day.today, from) < 0) return undefined;
  return from.add(graceAt15);
}

/**
 * CON-07: what a parent agreed to with a child holds for three months after the fifteenth birthday, and no longer unless
 * the teenager said yes again.
 */
export function confirmationEnded(entry: Entry, day: Day): boolean {
  const until = confirmationDue(entry, day);
  return until !== undefined && Temporal.PlainDate.compare(day.today, until) >= 0;
}

/** CON-08: with the year alone, 1 January after the year of the fifteenth birthday. */
function birthdayAt15({ birthDate, birthYear }: Birth): Temporal.PlainDate | undefined {
  if (birthDate) return Temporal.PlainDate.from(birthDate).add({ years: digitalAge });
  if (birthYear === undefined) return undefined;
  return Temporal.PlainDate.from({ year: birthYear + digitalAge + 1, month: 1, day: 1 });
}
