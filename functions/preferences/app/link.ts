import { Temporal } from 'temporal-polyfill';
import { digitalAge, isUnder } from '#core/age.ts';
import { writeInstant } from '#core/calendar.ts';
import { actorOf, type Caller } from '#core/caller.ts';
import { newEvent } from '#core/events.ts';
import { dateIn } from '#core/network.ts';
import { changedMeanwhile } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Patron } from '../../patrons/provides.ts';
import type { ReaderLinks } from './ports.ts';

interface Deps {
  readonly runtime: Runtime;
  readonly links: ReaderLinks;
}

/** D: long enough for a letter to be read and lost again, short enough for a machine that others use. */
const validity = Temporal.Duration.from('P30D');

/**
 * For whom a link is made. CON-07, NOT-16: one that was given for a child is for this child with this parent; it is void
 * when the parent is another or none, and on the fifteenth birthday, whoever still has it.
 */
export function holderOf(patron: Patron, today: Temporal.PlainDate): string {
  const { guardian } = patron;
  if (!isUnder(digitalAge, patron, today)) return 'SELF';
  if (!guardian) return 'CHILD';
  return 'patronRef' in guardian
    ? `CHILD ${guardian.patronRef}`
    : `CHILD ${[guardian.name.family, ...guardian.name.given].join(' ')}`;
}

/** Makes the reader's link to their choices; the one made before is void from now on. The act leaves a trace (GOV-10). */
export async function issueLink(
  { runtime, links }: Deps,
  patron: Patron,
  caller: Caller,
): Promise<Result<{ url: string; expiresAt: string }>> {
  const { network, clock } = runtime;
  const now = clock.now();
  const expiresAt = now.toZonedDateTimeISO(network.zone).add(validity).toInstant();
  const holder = holderOf(patron, dateIn(network, patron.commune, now));
  const { subjectRef } = patron;
  const audit = auditOf(runtime, { patron, caller, type: 'preference-link.issued' });
  const token = await links.issue({ subjectRef, holder, expiresAt }, audit);
  if (token === undefined) return fail(changedMeanwhile);
  const url = `${network.publicUrl}/p/${token}`;
  return ok({ url, expiresAt: writeInstant(expiresAt, network.zone) });
}

export async function revokeLink(
  { runtime, links }: Deps,
  patron: Patron,
  caller: Caller,
): Promise<Result<undefined>> {
  const audit = auditOf(runtime, { patron, caller, type: 'preference-link.revoked' });
  const isRevoked = await links.revoke(patron.subjectRef, audit);
  return isRevoked ? ok(undefined) : fail(changedMeanwhile);
}

const auditOf = (
  runtime: Runtime,
  { patron, caller, type }: { patron: Patron; caller: Caller; type: string },
) => {
  const { subjectRef, commune } = patron;
  return newEvent(runtime, { type, actor: actorOf(caller), subjectRef, commune });
};
