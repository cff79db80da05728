import { connect } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import { openLoans } from './adapters/belongings.ts';
import { stateOf } from './adapters/reader-state.ts';

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
