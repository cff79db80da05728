import { getItems, keyOf, type Store } from '#core/dynamo.ts';
import { RecordItem } from './items.ts';
import { table } from './keys.ts';
import { linkedKeys, statesOf, type State } from './reader-state.ts';

/** When a reader last had something in hand: dates and a number. */
export interface LoanActivity {
  /** Local date on which the last loan that ended did so (RET-09); absent when none ever did. */
  readonly lastLoanEnd?: string;
  readonly openLoans: number;
  /** Local date since when the oldest open loan has been out (RET-11). */
  readonly oldestOpenSince?: string;
}

/** Of many readers in few calls, keyed by `subjectRef`; opens nothing. */
export async function activitiesOf(
  store: Store,
  subjectRefs: readonly string[],
): Promise<Map<string, LoanActivity>> {
  const states = await statesOf(store, subjectRefs);
  const keys = [...states.values()].flatMap((state) => linkedKeys(state, 'LOAN'));
  const records = await getItems(store, { table, keys, schema: RecordItem });
  return new Map(
    subjectRefs.map((subjectRef) => {
      const state = states.get(subjectRef);
      const listed = state ? linkedKeys(state, 'LOAN') : [];
      const own = listed.flatMap((key) => records.get(keyOf(key)) ?? []);
      return [subjectRef, activityOf(subjectRef, state, own)];
    }),
  );
}

function activityOf(
  subjectRef: string,
  state: State | undefined,
  listed: readonly RecordItem[],
): LoanActivity {
  const open = listed.filter((one) => one.state === 'OPEN' && one.reader === subjectRef);
  const since = open.flatMap((loan) => loan.since ?? []);
  const [oldestOpenSince] = since.toSorted();
  const lastLoanEnd = state?.lastLoanEnd;
  return {
    openLoans: since.length,
    ...(lastLoanEnd !== undefined && { lastLoanEnd }),
    ...(oldestOpenSince !== undefined && { oldestOpenSince }),
  };
}
