import * as z from 'zod';
import type { blockerCodes } from '#core/contributions.ts';
import { newEvent, type ChangeEvent } from '#core/events.ts';
import { measure } from '#core/metrics.ts';
import { dateIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import { dueDates, pendingOf, type RightsCase } from '../domain/case.ts';
import {
  carryOut,
  firstBlocker,
  planErasure,
  runErasure,
  type ErasureDeps,
  type ErasurePlan,
} from './run-erasure.ts';

/** On the case, for the officer whose signature was missing: RET-11 knows no waiting for it (ADR 27). */
const untold =
  'sans préavis, ACCOUNT n’étant pas signé / without notice, ACCOUNT not being signed (CAM-02)';

/** `patron.lapsed`: the year of RET-09 is over, or the closing of RGT-11. */
const Lapsed = z.object({
  subjectRef: z.string(),
  commune: z.string(),
  data: z.object({ rule: z.enum(['RET-09', 'RGT-11']), untold: z.boolean().default(false) }),
});

/**
 * An erasure that nobody asked for, through the engine of those that somebody did. All or nothing: whoever still has a
 * book, a debt or a question open loses nothing today, and is announced again tomorrow if their clock still says so
 * (RET-11). Twice is once: the case bears the id of the reader, who has one at most.
 */
export async function eraseLapsed(deps: ErasureDeps, event: ChangeEvent): Promise<void> {
  const { data, ...subject } = Lapsed.parse(event);
  const plan = await planErasure(deps.steps, subject, deps.runtime.clock.now());
  const blocker = await blockerOf(deps, subject, plan);
  if (blocker !== undefined) {
    deps.runtime.log.info('ERASURE_BLOCKED', { commune: subject.commune, code: blocker });
    return;
  }
  const reason = data.untold ? `${data.rule}: ${untold}` : data.rule;
  const theCase = await deps.recipients.sealRef(exOfficio(deps.runtime, subject, reason));
  if (data.untold) ringUntold(deps.runtime, subject);
  const executing = newEvent(deps.runtime, {
    type: 'case.executing',
    ...subject,
    actor: 'SYSTEM:inactivity',
    data: { caseId: theCase.id, state: theCase.state },
  });
  const isNew = await deps.cases.save(theCase, executing);
  // At once, so that nothing can come in between; should this die, the event finishes it.
  if (isNew) await carryOut(deps, { ...theCase, version: theCase.version + 1 }, plan);
  else await runErasure(deps, theCase.id);
}

/** Somebody has to answer for the silence: an alarm rings, and the log names the commune. */
function ringUntold(runtime: Runtime, { commune }: Subject): void {
  runtime.log.error('ERASED_UNTOLD', { commune });
  measure(runtime, { name: 'ErasedUntold', value: 1, dimensions: {} });
}

async function blockerOf(
  deps: ErasureDeps,
  subject: Subject,
  plan: ErasurePlan,
): Promise<(typeof blockerCodes)[number] | undefined> {
  const open = await deps.cases.openOf(subject.subjectRef);
  const [pending] = pendingOf(open.filter(({ id }) => id !== subject.subjectRef));
  if (pending) return pending.code;
  return firstBlocker(plan)?.code;
}

function exOfficio(
  { network, clock }: Runtime,
  { subjectRef, commune }: Subject,
  reason: string,
): RightsCase {
  const receivedOn = dateIn(network, commune, clock.now());
  return {
    id: subjectRef,
    kind: 'ERASURE',
    state: 'EXECUTING',
    commune,
    subjectRef,
    requester: { type: 'EX_OFFICIO', refHash: '' },
    channel: 'CLOCK',
    receivedOn: receivedOn.toString(),
    ...dueDates(receivedOn),
    clock: [{ type: 'RECEIVED', on: receivedOn.toString(), by: 'EX_OFFICIO' }],
    categories: [],
    recipients: [],
    reason,
    version: 0,
  };
}
