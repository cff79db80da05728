import type { Temporal } from 'temporal-polyfill';
import type { IntakeContext, IntakeOutcome } from '#core/contributions.ts';
import { connect } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import { createPeople } from '../patrons/provides.ts';
import { createTally } from '../statistics/provides.ts';
import { openLoans } from './adapters/belongings.ts';
import { createOpenLoans } from './adapters/open-loans.ts';
import { stateOf } from './adapters/reader-state.ts';
import { createTools } from './adapters/tools.ts';
import { createRecords } from './adapters/records.ts';
import { applyEvents } from './app/apply-events.ts';
import type { OpenLoans } from './app/ports.ts';
import { lifeOf } from './domain/lifecycle.ts';

export type { OpenLoan } from './app/ports.ts';

/** `loans.activity`: when a reader last had something in hand. Dates and a number; opens nothing. */
export interface LoanActivity {
  /** Local date on which the last loan that ended did so (RET-09); absent when none ever did. */
  readonly lastLoanEnd?: string;
  readonly openLoans: number;
  /** Local date since when the oldest open loan has been out (RET-11). */
  readonly oldestOpenSince?: string;
}

export function createActivity(runtime: Runtime): { of(subject: Subject): Promise<LoanActivity> } {
  const store = connect(runtime);
  return {
    of: async ({ subjectRef }) => {
      const state = await stateOf(store, subjectRef);
      if (!state) return { openLoans: 0 };
      const open = await openLoans({ store }, { subjectRef, state });
      const since = open.flatMap((loan) => loan.since ?? []);
      const [oldest] = since.toSorted();
      const { lastLoanEnd } = state;
      return {
        openLoans: since.length,
        ...(lastLoanEnd !== undefined && { lastLoanEnd }),
        ...(oldest !== undefined && { oldestOpenSince: oldest }),
      };
    },
  };
}

/** `loans.open`: what is out, by library, for the comparison with what its library system has out (`ils-facts.md` §3.4). */
export interface LoansOut extends Pick<OpenLoans, 'nameOf' | 'of' | 'standing'> {
  /** Refs of those of these names that are out, with the local date on which they are due. */
  describe(names: readonly string[]): Promise<LoanOut[]>;
  /** Takes them for returned at that instant, as if the library system had said so; a later sign of life prevails. */
  settle(
    context: IntakeContext,
    args: { library: string; loanRefs: readonly string[]; at: Temporal.Instant },
  ): Promise<IntakeOutcome[]>;
}

export interface LoanOut {
  readonly loanRef: string;
  readonly dueOn?: string;
  /** Epoch milliseconds. */
  readonly lastSignAt: number;
}

export function createLoansOut(runtime: Runtime): LoansOut {
  const tools = createTools(runtime);
  const loans = createOpenLoans(tools);
  const intake = {
    runtime,
    people: createPeople(runtime),
    records: createRecords(tools),
    tally: createTally(runtime),
  };
  return {
    ...loans,
    describe: async (names) =>
      (await loans.find(names)).map(({ details, signs }) => {
        const { until } = lifeOf(signs);
        const lastSignAt = Math.max(...signs.map(({ at }) => at));
        return { loanRef: details.ref, lastSignAt, ...(until !== undefined && { dueOn: until }) };
      }),
    settle: (context, { library, loanRefs, at }) =>
      applyEvents(
        intake,
        context,
        loanRefs.map((loanRef) => ({
          id: `snapshot ${at.toString()} ${loanRef}`,
          type: 'loan.returned' as const,
          at,
          library,
          loanRef,
        })),
      ),
  };
}
