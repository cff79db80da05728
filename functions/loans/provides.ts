import { connect } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import { openRows } from './adapters/belongings.ts';
import { lastLoanEnd } from './adapters/clocks.ts';

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
      const [last, open] = await Promise.all([
        lastLoanEnd(store, subjectRef),
        openRows({ store }, subjectRef),
      ]);
      const [oldest] = open.map(({ readerSort }) => readerSort.slice('LOAN#'.length)).toSorted();
      return {
        openLoans: open.length,
        ...(last !== undefined && { lastLoanEnd: last }),
        ...(oldest !== undefined && { oldestOpenSince: oldest }),
      };
    },
  };
}
