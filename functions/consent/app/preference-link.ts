import { Temporal } from 'temporal-polyfill';
import { writeInstant } from '#core/calendar.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Patron } from '../../patrons/provides.ts';
import type { Circumstances } from '../domain/admissible.ts';
import { digitalAge, isUnder } from '../domain/age.ts';
import type { ReaderLinks } from './ports.ts';
import type { Reached } from './reach.ts';

/** What a link for the page of choices is called in the store. */
export const preferencesUse = 'PREFERENCES';

/** D: long enough for a letter to be read and lost again, short enough for a machine that others use. */
const validity = Temporal.Duration.from('P30D');

/**
 * For whom a link is made. CON-07, NOT-16: one that was given for a child is for this child with this parent; it is void
 * when the parent is another or none, and on the fifteenth birthday, whoever still has it.
 */
export function holderOf(
  { guardian }: Pick<Patron, 'guardian'>,
  { birth, today }: Pick<Circumstances, 'birth' | 'today'>,
): string {
  if (!isUnder(digitalAge, birth, today)) return 'SELF';
  if (!guardian) return 'CHILD';
  return 'patronRef' in guardian
    ? `CHILD ${guardian.patronRef}`
    : `CHILD ${[guardian.name.family, ...guardian.name.given].join(' ')}`;
}

/** Makes the reader's link to their choices; the one made before is void from now on. */
export async function issuePreferenceLink(
  deps: { runtime: Runtime; links: ReaderLinks },
  { patron, subject: { subjectRef }, circumstances }: Reached,
): Promise<{ url: string; expiresAt: string }> {
  const { network, clock } = deps.runtime;
  const expiresAt = clock.now().toZonedDateTimeISO(network.zone).add(validity).toInstant();
  const holder = holderOf(patron, circumstances);
  const token = await deps.links.issue({ subjectRef, use: preferencesUse, holder, expiresAt });
  return {
    url: `${network.publicUrl}/p/${token}`,
    expiresAt: writeInstant(expiresAt, network.zone),
  };
}
