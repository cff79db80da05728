import type { Temporal } from 'temporal-polyfill';
import { mayReach, type Caller } from '#core/caller.ts';
import { newEvent } from '#core/events.ts';
import { dateIn } from '#core/network.ts';
import { erased, invalid, notFound } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { BlindIndex } from '#core/vault/index-key.ts';
import { dueDates, type RightsCase } from '../domain/case.ts';
import type { Cases, People } from './ports.ts';

export interface NewCase {
  readonly kind: RightsCase['kind'];
  readonly patronRef: string;
  readonly requester: { readonly type: RightsCase['requester']['type']; readonly ref: string };
  readonly receivedAt: Temporal.Instant;
  readonly channel: string;
  readonly reason?: string | undefined;
}

/**
 * Opens a case; its clock starts on the local day of receipt (RGT-01). A reader who is signed in needs no further
 * proof of identity (RGT-02).
 */
export async function openCase(
  deps: { runtime: Runtime; cases: Cases; people: People; index: BlindIndex },
  request: { input: NewCase; caller: Caller; now: Temporal.Instant },
): Promise<Result<RightsCase>> {
  const { input, caller, now } = request;
  const located = await deps.people.locate(input.patronRef);
  if (!located || !mayReach(caller, { patronRef: input.patronRef, commune: located.commune }))
    return fail(notFound);
  if (located.isErased) return fail(erased);
  if (input.receivedAt.epochMilliseconds > now.epochMilliseconds + 300_000) return fail(inFuture);
  const receivedOn = dateIn(deps.runtime.network, located.commune, input.receivedAt);
  const { kind, requester, channel, reason } = input;
  const theCase: RightsCase = {
    id: deps.runtime.ids.uuid(),
    kind,
    state: isSelf(caller, input.patronRef) ? 'VERIFIED' : 'RECEIVED',
    commune: located.commune,
    subjectRef: located.subjectRef,
    requester: { type: requester.type, refHash: await deps.index('requester', requester.ref) },
    channel,
    receivedOn: receivedOn.toString(),
    ...dueDates(receivedOn),
    clock: [{ type: 'RECEIVED', on: receivedOn.toString(), by: requester.type }],
    categories: [],
    recipients: [],
    version: 0,
    ...(reason && { reason }),
  };
  const event = newEvent(deps.runtime, {
    type: 'case.opened',
    commune: theCase.commune,
    subjectRef: theCase.subjectRef,
    actor: caller.sub,
    data: { caseId: theCase.id, kind },
  });
  if (!(await deps.cases.save(theCase, event))) throw new Error('a random case id was taken');
  return ok({ ...theCase, version: 1 });
}

const isSelf = (caller: Caller, patronRef: string) =>
  caller.roles.includes('PATRON') && caller.patronRef === patronRef;

const inFuture = invalid([
  {
    field: 'receivedAt',
    code: 'FUTURE',
    rule: 'RGT-01',
    message: { fr: 'Une demande ne peut arriver demain.', en: 'A request cannot arrive tomorrow.' },
  },
]);
