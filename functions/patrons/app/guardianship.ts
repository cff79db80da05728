import { Temporal } from 'temporal-polyfill';
import type { Blocker } from '#core/contributions.ts';
import type { Patron } from '../domain/patron.ts';
import { isMinor, majorityDay } from '../domain/quality.ts';
import type { Directory } from './ports.ts';

/**
 * RET-11: a parent's record stays while a child who reads is reached through it. One line a child, without the child:
 * `until` is the last day of the year of the majority, since the day itself would tell the birth; the day counts all the same.
 */
export async function guardianBlockers(
  directory: Pick<Directory, 'wardsOf' | 'readMany'>,
  patronRef: string,
  today: Temporal.PlainDate,
): Promise<Blocker[]> {
  const refs = await directory.wardsOf(patronRef);
  if (refs.length === 0) return [];
  const wards = await directory.readMany(refs);
  return [...wards.values()]
    .filter((ward) => ward.state !== 'DECEASED' && isMinor(ward, today))
    .map((ward) => ({
      code: 'GUARDIAN_OF_ACTIVE_MINOR' as const,
      since: ward.enrolledOn ?? ward.knownSince,
      ...untilOf(ward),
      owner: ward.library,
    }));
}

function untilOf(ward: Patron): { until?: string } {
  const day = majorityDay(ward);
  if (day === undefined) return {};
  const last = Temporal.PlainDate.from(day).subtract({ days: 1 });
  return { until: `${String(last.year)}-12-31` };
}
