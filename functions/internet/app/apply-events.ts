import { writeInstant } from '#core/calendar.ts';
import { mapConcurrently } from '#core/concurrency.ts';
import type { IntakeContext, IntakeOutcome } from '#core/contributions.ts';
import { placeOf } from '#core/intake.ts';
import { zoneOf } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import type { People } from '../../patrons/provides.ts';
import { traceDeadline, type SessionEvent } from '../domain/session.ts';
import type { NewSession, VaultDoor } from './ports.ts';

export interface IntakeDeps {
  readonly runtime: Runtime;
  readonly people: Pick<People, 'locate' | 'read'>;
  readonly vault: VaultDoor;
  readonly collectIdentity: boolean;
}

const concurrency = 16;

/** RET-19: takes what may be kept of each session, and nothing of the reader unless identity is collected. */
export function applyEvents(
  deps: IntakeDeps,
  context: IntakeContext,
  events: readonly SessionEvent[],
): Promise<IntakeOutcome[]> {
  return mapConcurrently(events, concurrency, (event) => apply(deps, context, event));
}

async function apply(
  deps: IntakeDeps,
  context: IntakeContext,
  event: SessionEvent,
): Promise<IntakeOutcome> {
  const { network } = deps.runtime;
  const place = placeOf(network, context, event.library);
  if (!place.ok) return place.problem;
  const { commune, library } = place.value;
  const zone = zoneOf(network, commune);
  const day = event.from.toZonedDateTimeISO(zone).toPlainDate();
  const identity = deps.collectIdentity && (await identityOf(deps.people, event.patronRef));
  const session = { ...tracesOf(event, library.id), ...(identity && { identity }) };
  const put = await deps.vault.putIn({ commune: commune.id, zone, day }, session);
  const end = traceDeadline('TECHNICAL', day, zone).visibleUntil.add({ seconds: 1 });
  return {
    status: put === 'STORED' ? 'APPLIED' : 'DUPLICATE',
    purgeAt: writeInstant(end.toInstant(), zone),
  };
}

function tracesOf(event: SessionEvent, library: string): NewSession {
  const { sessionRef, from, to, terminal, ip, deviceAddress } = event;
  return {
    technical: {
      ...{ sessionRef, library, from: from.epochMilliseconds, to: to.epochMilliseconds },
      ...(terminal !== undefined && { terminal }),
      ...(ip !== undefined && { ip }),
    },
    ...(deviceAddress !== undefined && { security: { deviceAddress } }),
  };
}

/** A copy, because it must open when the reader has long been erased; of somebody unknown there is none. */
async function identityOf(
  people: IntakeDeps['people'],
  patronRef: string | undefined,
): Promise<NewSession['identity']> {
  const located = patronRef === undefined ? undefined : await people.locate(patronRef);
  const patron = located && (await people.read(located.subjectRef));
  if (!patron) return undefined;
  const { subjectRef, name } = patron;
  return { subjectRef, patronRef: patron.patronRef, name };
}
