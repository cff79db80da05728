import type { Temporal } from 'temporal-polyfill';
import { governanceRules } from '#core/catalogue/rules/governance.ts';
import type { FieldError } from '#core/problem.ts';
import type { Patron, PatronInput } from './patron.ts';

const { notice: withinPeriod } = governanceRules['GOV-14'].parameters;

/** What the product tells who did not give their data themselves, and what the message speaks of (GDPR art. 14). */
export const indirectNotice = {
  notice: 'indirect-collection',
  version: 1,
  purposes: ['LOAN', 'OVERDUE', 'HOLD', 'SERVICE_INFO', 'ACCOUNT'],
} as const;

/** What a form or the portal showed, as `informed` says it; the rest is the past of another system. */
const collectionPoints: readonly PatronInput['source'][] = ['FORM', 'PORTAL'];

export const isCollected = ({ source }: Pick<PatronInput, 'source'>): boolean =>
  collectionPoints.includes(source);

/**
 * GOV-13: whoever enrols somebody shows the current notice, and says which.
 * @param current id of a notice → its latest version; absent when there is no such notice
 */
export function noticeFaults(
  { informed }: Pick<PatronInput, 'informed'>,
  current: ReadonlyMap<string, number>,
): FieldError[] {
  if (informed.length === 0) return [noNotice];
  return informed.flatMap(({ notice, version }, at) =>
    current.get(notice) === version ? [] : [{ ...oldNotice, field: `informed.${String(at)}` }],
  );
}

const noNotice: FieldError = {
  field: 'informed',
  code: 'NOTICE_REQUIRED',
  rule: 'GOV-13',
  message: {
    fr: 'Il faut dire quelle notice la personne a reçue à l’inscription.',
    en: 'Say which notice the person was given on enrolment.',
  },
};

const oldNotice: Omit<FieldError, 'field'> = {
  code: 'NOTICE_NOT_CURRENT',
  rule: 'GOV-13',
  message: {
    fr: 'Cette notice n’existe pas, ou une version plus récente la remplace.',
    en: 'There is no such notice, or a newer version replaces it.',
  },
};

/**
 * GOV-14: until when somebody must be told whose data came from elsewhere — a parent, an old file, another commune.
 * Nothing once they were told.
 */
export function tellByOf(args: {
  input: PatronInput;
  current: Patron | undefined;
  commune: string;
  today: Temporal.PlainDate;
}): string | undefined {
  const { input, current, commune, today } = args;
  if (isToldAnew(input, current)) return undefined;
  if (current?.commune === commune) return current.tellBy;
  const isIndirect = current !== undefined || input.source === 'MIGRATION' || input.guardian;
  return isIndirect ? today.add(withinPeriod).toString() : undefined;
}

const isToldAnew = ({ informed }: PatronInput, current: Patron | undefined) =>
  informed.some(
    (line) => !current?.informed.some((one) => one.purpose === line.purpose && one.on === line.on),
  );

/** What we told ourselves is not the library system's to forget. */
export function withOwnNotices(
  informed: PatronInput['informed'],
  current: Patron | undefined,
): PatronInput['informed'] {
  const own = current?.informed.filter(({ notice }) => notice === indirectNotice.notice) ?? [];
  const isNew = (line: (typeof own)[number]) =>
    !informed.some(({ purpose, notice }) => purpose === line.purpose && notice === line.notice);
  return [...informed, ...own.filter(isNew)];
}

/** The record of somebody who was told today. */
export function told(patron: Patron, by: 'EMAIL' | 'LETTER', on: string): Patron {
  const { tellBy: _done, filedOn: _filed, ...rest } = patron;
  const { notice, version, purposes } = indirectNotice;
  const lines = purposes.map((purpose) => ({ purpose, notice, version, by, on }));
  return { ...rest, informed: [...withOwnNotices(rest.informed, undefined), ...lines] };
}
