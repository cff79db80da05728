import { Temporal } from 'temporal-polyfill';
import { writeInstant } from '#core/calendar.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import type { ReaderLinks } from './ports.ts';

/** What a link for the page of choices is called in the store. */
export const preferencesUse = 'PREFERENCES';

/** D: long enough for a letter to be read and lost again, short enough for a machine that others use. */
const validity = Temporal.Duration.from('P30D');

/** Makes the reader's link to their choices; the one made before is void from now on. */
export async function issuePreferenceLink(
  deps: { runtime: Runtime; links: ReaderLinks },
  { subjectRef }: Subject,
): Promise<{ url: string; expiresAt: string }> {
  const { network, clock } = deps.runtime;
  const expiresAt = clock.now().toZonedDateTimeISO(network.zone).add(validity).toInstant();
  const token = await deps.links.issue({ subjectRef, use: preferencesUse, expiresAt });
  return {
    url: `${network.publicUrl}/p/${token}`,
    expiresAt: writeInstant(expiresAt, network.zone),
  };
}
