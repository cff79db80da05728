import type { Temporal } from 'temporal-polyfill';
import { actorOf, actsIn, type Caller } from '#core/caller.ts';
import { newEvent } from '#core/events.ts';
import { communesOf, dateIn, zoneIn } from '#core/network.ts';
import { changedMeanwhile, notFound } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { People } from '../../patrons/provides.ts';
import {
  alreadyClosed,
  closed,
  nothingToHold,
  otherLoan,
  reviewFault,
  type Hold,
} from '../domain/hold.ts';
import type { FindLoan, Holds, LiveLoan, Stored } from './ports.ts';

export interface Deps {
  readonly runtime: Runtime;
  readonly holds: Holds;
  readonly people: Pick<People, 'locate'>;
  readonly findLoan: FindLoan;
}

export interface Demand {
  readonly holdId: string;
  readonly subject: { readonly patronRef: string; readonly loanRef: string };
  readonly reason: string;
  readonly reviewOn: string;
  readonly author: string;
  readonly caller: Caller;
  readonly now: Temporal.Instant;
}

/**
 * RET-06: puts a hold on one loan, or says anew why it stands and when it is looked at again. The loan is copied at once,
 * returned or not: whatever its library system says later, late or never, the copy is there. What is forgotten already
 * cannot be held (DIS-03).
 */
export async function putHold(
  deps: Deps,
  demand: Demand,
): Promise<Result<{ hold: Hold; isNew: boolean }>> {
  const known = await deps.holds.find(
    demand.holdId,
    communesOf(deps.runtime.network, demand.caller),
  );
  return known ? review(deps, demand, known) : open(deps, demand);
}

async function open(deps: Deps, demand: Demand): Promise<Result<{ hold: Hold; isNew: boolean }>> {
  const found = await liveLoan(deps, demand);
  if (!found) return fail(nothingToHold);
  const today = dateIn(deps.runtime.network, found.commune, demand.now);
  const fault = reviewFault(demand.reviewOn, today);
  if (fault) return fail(fault);
  const { holdId, reviewOn, reason, author, subject } = demand;
  const hold: Hold = {
    holdId,
    reviewOn,
    commune: found.commune,
    subjectRef: found.subject.subjectRef,
    openedOn: today.toString(),
    words: { ...subject, reason, author, loan: found.loan },
  };
  return save(deps, { hold, isNew: true, type: 'dispute.opened', caller: demand.caller });
}

/** The loan of this reader, in a commune of the caller; another's is as absent as one that never was (GOV-10). */
async function liveLoan(deps: Deps, { subject, caller }: Demand): Promise<LiveLoan | undefined> {
  const [reader, found] = await Promise.all([
    deps.people.locate(subject.patronRef),
    deps.findLoan(subject.loanRef),
  ]);
  if (!found || !actsIn(caller, found.commune)) return undefined;
  return reader?.subjectRef === found.subject.subjectRef ? found : undefined;
}

async function review(
  deps: Deps,
  demand: Demand,
  { hold, version }: Stored,
): Promise<Result<{ hold: Hold; isNew: boolean }>> {
  const { reason, reviewOn, author, subject, caller } = demand;
  const { words } = hold;
  if (words.loanRef !== subject.loanRef || words.patronRef !== subject.patronRef)
    return fail(otherLoan);
  if (hold.closedOn !== undefined) return fail(alreadyClosed);
  const isSame = [
    words.reason === reason,
    words.author === author,
    hold.reviewOn === reviewOn,
  ].every(Boolean);
  if (isSame) return ok({ hold, isNew: false });
  const fault = reviewFault(reviewOn, dateIn(deps.runtime.network, hold.commune, demand.now));
  if (fault) return fail(fault);
  const reviewed = { ...hold, reviewOn, words: { ...words, reason, author } };
  return save(deps, { hold: reviewed, version, isNew: false, type: 'dispute.reviewed', caller });
}

/** RET-06: the dispute is over. Twice on the same day is once. */
export async function closeHold(
  deps: Pick<Deps, 'runtime' | 'holds'>,
  request: { holdId: string; on: string; caller: Caller; now: Temporal.Instant },
): Promise<Result<Hold>> {
  const { holdId, on, caller, now } = request;
  const found = await deps.holds.find(holdId, communesOf(deps.runtime.network, caller));
  if (!found) return fail(notFound);
  const { hold, version } = found;
  const { network } = deps.runtime;
  const zone = zoneIn(network, hold.commune);
  const next = closed(hold, { on, zone, today: dateIn(network, hold.commune, now) });
  if ('status' in next) return fail(next);
  if (next === hold) return ok(hold);
  const saved = await save(deps, { hold: next, version, type: 'dispute.closed', caller });
  return saved.ok ? ok(saved.value.hold) : saved;
}

async function save(
  { runtime, holds }: Pick<Deps, 'runtime' | 'holds'>,
  args: { hold: Hold; version?: number; isNew?: boolean; type: string; caller: Caller },
): Promise<Result<{ hold: Hold; isNew: boolean }>> {
  const { hold, version, isNew = false, type, caller } = args;
  const { commune, subjectRef, holdId } = hold;
  const actor = actorOf(caller);
  const event = newEvent(runtime, { type, commune, subjectRef, actor, data: { holdId } });
  return (await holds.save(hold, { version, event }))
    ? ok({ hold, isNew })
    : fail(changedMeanwhile);
}
