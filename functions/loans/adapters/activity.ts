import { getItems, keyOf, type Store } from '#core/dynamo.ts';
import type { Network } from '#core/network.ts';
import { lifeOf } from '../domain/lifecycle.ts';
import { localRulesOf } from '../domain/local-rules.ts';
import { localDate } from '../domain/record.ts';
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
  { store, network }: { store: Store; network: Network },
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
      return [subjectRef, activityOf(network, { subjectRef, state, listed: own })];
    }),
  );
}

/** A loan that is still on the list though it ended — a function died in between — tells its end itself. */
function activityOf(
  network: Network,
  reader: { subjectRef: string; state: State | undefined; listed: readonly RecordItem[] },
): LoanActivity {
  const { subjectRef, state, listed } = reader;
  const open = listed.filter((one) => one.state === 'OPEN' && one.reader === subjectRef);
  const ends = listed.flatMap(({ state: standing, signs, commune }) => {
    const { endedAt } = lifeOf(signs);
    if (standing === 'OPEN' || endedAt === undefined) return [];
    return [localDate(endedAt, localRulesOf(network, commune).zone)];
  });
  const lastLoanEnd = [...ends, state?.lastLoanEnd ?? ''].toSorted().at(-1);
  const [oldestOpenSince] = open.flatMap(({ since }) => since ?? []).toSorted();
  return {
    openLoans: open.length,
    ...(lastLoanEnd && { lastLoanEnd }),
    ...(oldestOpenSince !== undefined && { oldestOpenSince }),
  };
}
