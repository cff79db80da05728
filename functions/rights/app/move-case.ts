import { actsIn, type Caller } from '#core/caller.ts';
import { newEvent } from '#core/events.ts';
import { changedMeanwhile, conflict, notFound } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import { transition, type Command, type RightsCase } from '../domain/case.ts';
import type { Cases } from './ports.ts';

interface Deps {
  readonly runtime: Runtime;
  readonly cases: Cases;
}

/** Reads a case for somebody of its commune; another commune's is absent (GOV-10). */
export async function readCase(
  { cases }: Deps,
  id: string,
  caller: Caller,
): Promise<Result<RightsCase>> {
  const theCase = await cases.find(id);
  return theCase && actsIn(caller, theCase.commune) ? ok(theCase) : fail(notFound);
}

/** Applies one command of the state machine; a command that the state does not allow changes nothing. */
export async function moveCase(
  deps: Deps,
  request: {
    id: string;
    command: Command;
    caller: Caller;
    by?: string | undefined;
    reason?: string | undefined;
  },
): Promise<Result<RightsCase>> {
  const found = await readCase(deps, request.id, request.caller);
  if (!found.ok) return found;
  const actor = request.by ? `${request.caller.sub}:${request.by}` : request.caller.sub;
  return saveMove(deps, {
    theCase: found.value,
    command: request.command,
    actor,
    reason: request.reason,
  });
}

/** The move itself, for a person's command and for the runs alike. */
export async function saveMove(
  deps: Deps,
  move: {
    theCase: RightsCase;
    command: Command;
    actor: string;
    reason?: string | undefined;
    changes?: Partial<RightsCase>;
  },
): Promise<Result<RightsCase>> {
  const { theCase, command, reason } = move;
  const state = transition(theCase.state, command);
  if (!state) return fail(notNow);
  const next = { ...theCase, ...move.changes, state, ...(reason && { reason }) };
  const event = newEvent(deps.runtime, {
    type: eventOf[command] ?? 'case.moved',
    commune: theCase.commune,
    subjectRef: theCase.subjectRef,
    actor: move.actor,
    data: { caseId: theCase.id, state },
  });
  const isSaved = await deps.cases.save(next, event);
  return isSaved ? ok({ ...next, version: next.version + 1 }) : fail(changedMeanwhile);
}

/** `case.executing` wakes the run that erases; `patron.erased` tells the others when it is over. */
const eventOf: Partial<Record<Command, string>> = {
  execute: 'case.executing',
  resume: 'case.executing',
  complete: 'patron.erased',
};

const notNow = conflict('NOT_IN_THIS_STATE', {
  fr: 'Le dossier n’est pas dans un état qui le permet',
  en: 'The case is not in a state that allows this',
});
