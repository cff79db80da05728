import type { Temporal } from 'temporal-polyfill';
import type { SweepReport } from '#core/contributions.ts';
import { newEvent } from '#core/events.ts';
import { dateIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { isOverdue } from '../domain/hold.ts';
import type { DueHold, FindLoan, Holds, Stored } from './ports.ts';

interface Deps {
  readonly runtime: Runtime;
  readonly holds: Holds;
  readonly findLoan: FindLoan;
}

/**
 * Deletes the copies of disputes that are over (RET-06); follows the loans of the others while the live window still
 * shows them; tells the DPO, once, of a review that nobody made. A hold that nobody reviews is never deleted by itself.
 */
export async function sweepHolds(deps: Deps, now: Temporal.Instant): Promise<SweepReport[]> {
  const surveys = deps.runtime.network.communes.map(async ({ id }) => ({
    id,
    ...(await deps.holds.survey(id)),
  }));
  const reports: SweepReport[] = [];
  for (const { id, due, standing } of await Promise.all(surveys)) {
    if (due.length > 0) reports.push(await forget(deps, id, due));
    for (const stored of standing) await attend(deps, stored, now);
  }
  return reports;
}

async function forget(
  { holds, runtime }: Deps,
  commune: string,
  due: readonly DueHold[],
): Promise<SweepReport> {
  await holds.remove(due);
  runtime.reached('disputes.sweep.deleted');
  const recount = (await holds.survey(commune)).due.length;
  const days = due.flatMap(({ openedOn, closedOn }) => [openedOn, closedOn]).toSorted();
  const [from] = days;
  const to = days.at(-1);
  return {
    ...{ rule: 'RET-06', commune, category: 'DISPUTED_LOAN' },
    ...{ found: due.length, deleted: due.length - recount, recount },
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

async function attend(deps: Deps, { hold, version }: Stored, now: Temporal.Instant): Promise<void> {
  if (hold.closedOn !== undefined) return;
  const { commune, subjectRef, holdId, reviewOn } = hold;
  const loan = await freshLoan(deps, { hold, version });
  const today = dateIn(deps.runtime.network, commune, now);
  const isNews = isOverdue(hold, today) && hold.alertedFor !== reviewOn;
  if (!loan && !isNews) return;
  const words = loan ? { ...hold.words, loan } : hold.words;
  const event = newEvent(deps.runtime, {
    ...{ type: 'dispute.review-overdue', commune, subjectRef, actor: 'SYSTEM:sweep' },
    data: { holdId, reviewOn },
  });
  const next = { ...hold, words, ...(isNews && { alertedFor: reviewOn }) };
  await deps.holds.save(next, { version, ...(isNews && { event }) });
}

/** What the live window says now, when it says something new: a return, or another date of it. */
async function freshLoan({ findLoan }: Deps, { hold }: Stored) {
  const live = await findLoan(hold.words.loanRef);
  if (live?.subject.subjectRef !== hold.subjectRef) return undefined;
  return live.loan.returnedAt === hold.words.loan.returnedAt ? undefined : live.loan;
}
