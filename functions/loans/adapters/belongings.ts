import * as z from 'zod';
import { deleteItems, getItems, keyOf, type Key } from '#core/dynamo.ts';
import type { Belongings } from '../app/ports.ts';
import type { Kind } from '../domain/record.ts';
import { keptOf, RecordItem } from './items.ts';
import { pointersKey, stateKey, table } from './keys.ts';
import { linkedKeys, periodsOf, stateOf, unlist, type State } from './reader-state.ts';
import { returnedKeys } from './returned-pointers.ts';
import type { Tools } from './tools.ts';

const Found = z.object({ pk: z.string(), sk: z.string() });

/** Pointers find, a consistent read confirms: what was just deleted is not counted again. */
export function createBelongings(tools: Tools): Belongings {
  const { store, sealing } = tools;
  const confirmed = async (keys: readonly Key[]): Promise<Key[]> => {
    const found = await getItems(store, { table, keys, schema: Found });
    return keys.filter((key) => found.has(keyOf(key)));
  };
  const openKeys = async (subjectRef: string, kind: Kind) => {
    const state = await stateOf(store, subjectRef);
    return (await openItems(tools, { subjectRef, state })).filter((item) => item.kind === kind);
  };

  return {
    returned: async ({ subjectRef }) => {
      const state = await stateOf(store, subjectRef);
      if (!state) return [];
      const periods = await periodsOf(tools, state);
      const keys = [...linkedKeys(state), ...(await returnedKeys(tools, subjectRef, periods))];
      const records = await getItems(store, { table, keys, schema: RecordItem });
      const kept = (await keptOf(tools, [...records.values()])).filter(
        ({ item, periodKey }) =>
          sealing.borrowerOf(item, periodKey)?.reader.subjectRef === subjectRef,
      );
      const rows = await confirmed(periods.map((period) => pointersKey(period, subjectRef)));
      return [...kept.map(({ item: { pk, sk } }) => ({ pk, sk })), ...rows];
    },
    holds: async ({ subjectRef }) => (await openKeys(subjectRef, 'HOLD')).map(plainKey),
    openLoans: async ({ subjectRef }) => {
      const loans = await openKeys(subjectRef, 'LOAN');
      const since = loans.flatMap((loan) => loan.since ?? []).toSorted();
      return { keys: loans.map(plainKey), since };
    },
    state: ({ subjectRef }) => confirmed([stateKey(subjectRef)]),
    remove: (keys) => deleteItems(store, { table, keys }),
    unlistHolds: async ({ subjectRef }) => {
      const links = (await stateOf(store, subjectRef))?.links ?? [];
      await unlist(
        store,
        subjectRef,
        [...links].filter((link) => link.startsWith('HOLD#')),
      );
    },
  };
}

const plainKey = ({ pk, sk }: Key): Key => ({ pk, sk });

/** Open loans and holds of a reader; nothing is opened. */
export async function openItems(
  { store }: Pick<Tools, 'store'>,
  { subjectRef, state }: { subjectRef: string; state: State | undefined },
): Promise<RecordItem[]> {
  const keys = state ? linkedKeys(state) : [];
  const items = await getItems(store, { table, keys, schema: RecordItem });
  return [...items.values()].filter((one) => one.state === 'OPEN' && one.reader === subjectRef);
}
