import type { Temporal } from 'temporal-polyfill';
import type { RecordLines, SweepReport } from '#core/contributions.ts';
import { newEvent } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Left, Tallies } from '#core/tally.ts';
import { isOverdue } from '../domain/hold.ts';
import { placeOf } from './place.ts';
import type { FindLoan, Holds, Stored } from './ports.ts';

interface Deps {
  readonly runtime: Runtime;
  readonly holds: Holds;
  readonly findLoan: FindLoan;
  readonly tallies: Tallies;
}

/**
 * Deletes the copies of disputes that are over (RET-06); follows the loans of the others while the live window still
 * shows them; tells the DPO, once, of a review that nobody made. A hold that nobody reviews is never deleted by itself.
 */
export async function sweepHolds(
  deps: Deps,
  now: Temporal.Instant,
  record?: RecordLines,
): Promise<SweepReport[]> {
  const { holds, tallies, runtime } = deps;
  const surveys = runtime.network.communes.map(async ({ id }) => ({
    line: { rule: 'RET-06', commune: id, category: 'DISPUTED_LOAN' } as const,
    ...(await holds.survey(id)),
  }));
  const lines: Left[] = [];
  for (const { line, due, standing } of await Promise.all(surveys)) {
    await tallies.forget(line, due);
    const left = due.length > 0 ? (await holds.survey(line.commune)).due.length : 0;
    lines.push({ ...line, left });
    for (const stored of standing) await attend(deps, stored, now);
  }
  return tallies.report(lines, record);
}

async function attend(deps: Deps, { hold, version }: Stored, now: Temporal.Instant): Promise<void> {
  if (hold.closedOn !== undefined) return;
  const { commune, subjectRef, holdId, reviewOn } = hold;
  const loan = await freshLoan(deps, { hold, version });
  const { today } = placeOf(deps.runtime, commune, now);
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
