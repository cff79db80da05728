import type { RecordLines, SweepReport } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Left, Tallies } from '#core/tally.ts';
import type { FindLoan, Holds, Stored } from './ports.ts';

interface Deps {
  readonly runtime: Runtime;
  readonly holds: Holds;
  readonly findLoan: FindLoan;
  readonly tallies: Tallies;
}

/**
 * Deletes the copies of disputes that are over (RET-06); follows the loans of the others while the live window still
 * shows them. A hold that nobody reviews is listed as overdue, and never deleted by itself.
 */
export async function sweepHolds(deps: Deps, record?: RecordLines): Promise<SweepReport[]> {
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
    for (const stored of standing) await attend(deps, stored);
  }
  return tallies.report(lines, record);
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
