import { Temporal } from 'temporal-polyfill';
import { writeInstant } from '#core/calendar.ts';
import { actorOf, type Caller, type Role } from '#core/caller.ts';
import { newEvent } from '#core/events.ts';
import { communesOf, dateIn, zoneIn } from '#core/network.ts';
import { notFound, roleMayNot } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import { isOverdue, type Hold } from '../domain/hold.ts';
import type { Holds } from './ports.ts';

interface Deps {
  readonly runtime: Runtime;
  readonly holds: Pick<Holds, 'find' | 'list' | 'record'>;
}

/** Rules §4, “dispute only”: the head of the library and the régisseur. The DPO sees that a hold is there, and its dates. */
const keepers: readonly Role[] = ['MANAGER', 'REGISSEUR'];
export const isKeeper = ({ roles }: Caller): boolean =>
  roles.some((role) => keepers.includes(role));

/** Holds of the caller's communes, the review that comes first first; `overdue` asks for those whose review has passed. */
export async function listHolds(
  deps: Deps,
  request: { caller: Caller; commune?: string; overdue?: boolean; now: Temporal.Instant },
) {
  const { caller, now, overdue } = request;
  const communes = communesOf(deps.runtime.network, caller, request.commune);
  const found = await Promise.all(communes.map(({ id }) => deps.holds.list(id)));
  const views = found.flat().map(({ hold }) => viewHold(deps.runtime, hold, now));
  return views
    .filter((view) => overdue === undefined || view.overdue === overdue)
    .toSorted((a, b) => (a.reviewOn < b.reviewOn ? -1 : 1))
    .map((view) => (isKeeper(caller) ? view : datesOf(view)));
}

/**
 * One hold with its loan. RET-22: whoever else asks is refused, and that they asked is on record, as is every reading
 * (GOV-10).
 */
export async function readHold(
  deps: Deps,
  request: { holdId: string; caller: Caller; now: Temporal.Instant },
): Promise<Result<ReturnType<typeof viewHold> & { loan: object }>> {
  const { holdId, caller, now } = request;
  const found = await deps.holds.find(holdId, communesOf(deps.runtime.network, caller));
  if (found) await noteRead(deps, found.hold, caller);
  if (!isKeeper(caller)) return fail({ ...roleMayNot, rule: 'RET-22' });
  if (!found) return fail(notFound);
  const { hold } = found;
  return ok({ ...viewHold(deps.runtime, hold, now), loan: viewLoan(deps.runtime, hold) });
}

async function noteRead({ runtime, holds }: Deps, hold: Hold, caller: Caller): Promise<void> {
  const { commune, subjectRef, holdId } = hold;
  const type = isKeeper(caller) ? 'dispute.read' : 'dispute.refused';
  const actor = actorOf(caller);
  await holds.record(newEvent(runtime, { type, commune, subjectRef, actor, data: { holdId } }));
}

/** Why and until when; not what was borrowed. */
export function viewHold(runtime: Pick<Runtime, 'network'>, hold: Hold, now: Temporal.Instant) {
  const { holdId, commune, openedOn, reviewOn, closedOn, purgeAt, words } = hold;
  const zone = zoneIn(runtime.network, commune);
  const today = dateIn(runtime.network, commune, now);
  return {
    ...{ holdId, commune, openedOn, reviewOn },
    state: closedOn === undefined ? ('OPEN' as const) : ('CLOSED' as const),
    overdue: isOverdue(hold, today),
    ...(closedOn !== undefined && { closedOn }),
    ...(purgeAt !== undefined && { purgeAt: local(purgeAt * 1000, zone) }),
    subject: { patronRef: words.patronRef, loanRef: words.loanRef },
    reason: words.reason,
    author: words.author,
  };
}

function datesOf(view: ReturnType<typeof viewHold>) {
  const { subject: _subject, reason: _reason, author: _author, ...dates } = view;
  return dates;
}

export function viewLoan(runtime: Pick<Runtime, 'network'>, hold: Hold) {
  const zone = zoneIn(runtime.network, hold.commune);
  const { loanedAt, returnedAt, ...rest } = hold.words.loan;
  return {
    ...rest,
    loanedAt: local(loanedAt, zone),
    ...(returnedAt !== undefined && { returnedAt: local(returnedAt, zone) }),
  };
}

const local = (at: number, zone: string) =>
  writeInstant(Temporal.Instant.fromEpochMilliseconds(at), zone);
