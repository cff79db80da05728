import type { Temporal } from 'temporal-polyfill';
import { isOnly, type Caller, type Role } from '#core/caller.ts';
import type { Patron } from './patron.ts';
import { standingNotes } from './notes.ts';
import { isMinor } from './quality.ts';

/** Roles × data (`rules.md` §4) for one named reader: which roles see which fields. */
const visibleTo: readonly {
  readonly fields: readonly (keyof Patron)[];
  readonly roles: readonly Role[];
}[] = [
  {
    fields: [
      'patronRef',
      'subjectRef',
      'commune',
      'library',
      'category',
      'name',
      'language',
      'quarantined',
    ],
    roles: ['ILS', 'DESK', 'MANAGER', 'PATRON', 'GUARDIAN'],
  },
  {
    fields: ['enrolledOn', 'renewedOn', 'expiresOn', 'deceasedOn', 'informed', 'source'],
    roles: ['ILS', 'DESK', 'MANAGER', 'PATRON', 'GUARDIAN'],
  },
  {
    fields: ['address', 'email', 'mobile', 'landline', 'guardian'],
    roles: ['ILS', 'DESK', 'MANAGER', 'PATRON', 'GUARDIAN'],
  },
  // What the desk is to correct; a reader sees their notes, not the state of our file (DAT-04, DAT-07).
  { fields: ['problems'], roles: ['ILS', 'DESK', 'MANAGER'] },
  {
    fields: ['notes', 'occupation', 'identitySeen'],
    roles: ['ILS', 'DESK', 'MANAGER', 'PATRON', 'GUARDIAN'],
  },
  { fields: ['birthDate', 'birthYear'], roles: ['ILS', 'PATRON', 'GUARDIAN'] },
];

/** From 15 on a guardian no longer sees the contact of the teenager (DIS-06). */
const hiddenFromGuardianOfTeen: readonly (keyof Patron)[] = [
  'address',
  'email',
  'mobile',
  'landline',
];

/** The fields of a reader that this caller may see, and the age band in place of a birth date (GOV-10). */
export function viewOf(
  patron: Patron,
  caller: Caller,
  today: Temporal.PlainDate,
): Record<string, unknown> {
  const fields = visibleTo
    .filter(({ roles }) => roles.some((role) => caller.roles.includes(role)))
    .flatMap((group) => group.fields)
    .filter(
      (field) =>
        !(
          isOnly(caller, 'GUARDIAN') &&
          isTeen(patron, today) &&
          hiddenFromGuardianOfTeen.includes(field)
        ),
    );
  const current = withStandingNotes(patron, today);
  const seen = Object.fromEntries(
    fields.flatMap((field) => (current[field] === undefined ? [] : [[field, current[field]]])),
  );
  return { ...seen, restricted: patron.state === 'RESTRICTED', ageBand: ageBand(patron, today) };
}

/** DAT-04: a note that has ended is gone on every path, before its bytes are. */
export function withStandingNotes(patron: Patron, today: Temporal.PlainDate): Patron {
  const { notes, ...rest } = patron;
  const standing = standingNotes(notes ?? [], today);
  return standing.length > 0 ? { ...rest, notes: standing } : rest;
}

function isTeen(patron: Patron, today: Temporal.PlainDate): boolean {
  const year = yearOf(patron);
  return year !== undefined && today.year - year >= 15 && isMinor(patron, today);
}

const bands = [
  { below: 11, band: '0-10' },
  { below: 15, band: '11-14' },
  { below: 18, band: '15-17' },
  { below: 26, band: '18-25' },
  { below: 65, band: '26-64' },
] as const;

function ageBand(patron: Patron, today: Temporal.PlainDate): string | undefined {
  const year = yearOf(patron);
  if (year === undefined) return undefined;
  return bands.find(({ below }) => today.year - year < below)?.band ?? '65+';
}

const yearOf = ({ birthYear, birthDate }: Patron) =>
  birthDate ? Number(birthDate.slice(0, 4)) : birthYear;
