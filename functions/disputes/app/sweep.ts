import type { RecordLines, SweepReport } from '#core/contributions.ts';
import { measure } from '#core/metrics.ts';
import { dateIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Left, Tallies } from '#core/tally.ts';
import { isOverdue } from '../domain/hold.ts';
import type { FindLoan, Holds, Stored } from './ports.ts';

interface Deps {
  readonly runtime: Runtime;
  readonly holds: Holds;
  readonly findLoan: FindLoan;
  readonly tallies: Tallies;
}

/**
 * Deletes the copies of disputes that are over (RET-06); follows the loans of the others while the live window still
 * shows them. A hold that nobody reviews is counted for an alarm, and never deleted by itself.
 */
export async function sweepHolds(deps: Deps, record?: RecordLines): Promise<SweepReport[]> {
  const { holds, tallies } = deps;
  const { due, standing } = await holds.survey();
  const lines: Left[] = [];
  for (const [commune, over] of Map.groupBy(due, (hold) => hold.commune)) {
    const line = { rule: 'RET-06', commune, category: 'DISPUTED_LOAN' } as const;
    await tallies.forget(line, over);
    const left = (await holds.survey()).due.filter((hold) => hold.commune === commune).length;
    lines.push({ ...line, left });
  }
  for (const stored of standing) await attend(deps, stored);
  countOverdue(deps.runtime, standing);
  return tallies.report(lines, record);
}

/** RET-06: somebody has to look again within six months, and only people can. */
function countOverdue(runtime: Runtime, standing: readonly Stored[]): void {
  const { network, clock } = runtime;
  const late = standing.filter(({ hold }) =>
    isOverdue(hold, dateIn(network, hold.commune, clock.now())),
  );
  measure(runtime, { name: 'OverdueReviews', value: late.length, dimensions: {} });
}

/** The copy follows the live window as long as that shows the loan. */
async function attend(deps: Deps, { hold, version }: Stored): Promise<void> {
  if (hold.closedOn !== undefined) return;
  const loan = await freshLoan(deps, { hold, version });
  if (loan) await deps.holds.save({ ...hold, words: { ...hold.words, loan } }, { version });
}

/** What the live window says now, when it says something new: a return, or another date of it. */
async function freshLoan({ findLoan }: Deps, { hold }: Stored) {
  const live = await findLoan(hold.words.loanRef);
  if (live?.subject.subjectRef !== hold.subjectRef) return undefined;
  return live.loan.returnedAt === hold.words.loan.returnedAt ? undefined : live.loan;
}
