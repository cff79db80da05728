import * as z from 'zod';
import { deleteItems, getItems, keyOf, type Key } from '#core/dynamo.ts';
import type { Belongings } from '../app/ports.ts';
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
  const records = async (keys: readonly Key[]) => [
    ...(await getItems(store, { table, keys, schema: RecordItem })).values(),
  ];
  /** Of those that lie with their period, the reader's own. */
  const keptKeys = async (items: readonly RecordItem[], subjectRef: string): Promise<Key[]> =>
    (await keptOf(tools, items))
      .filter(
        ({ item, periodKey }) =>
          sealing.borrowerOf(item, periodKey)?.reader.subjectRef === subjectRef,
      )
      .map(({ item }) => plainKey(item));

  return {
    returned: async ({ subjectRef }) => {
      const state = await stateOf(store, subjectRef);
      if (!state) return [];
      const periods = await periodsOf(tools, state);
      const pointed = await returnedKeys(tools, subjectRef, periods);
      const items = await records([...linkedKeys(state, 'LOAN'), ...pointed]);
      const rows = await confirmed(periods.map((period) => pointersKey(period, subjectRef)));
      return [...(await keptKeys(items, subjectRef)), ...rows];
    },
    holds: async ({ subjectRef }) => {
      const state = await stateOf(store, subjectRef);
      if (!state) return [];
      const items = await records(linkedKeys(state, 'HOLD'));
      const here = items.filter(({ reader }) => reader === subjectRef);
      return [...here.map(plainKey), ...(await keptKeys(items, subjectRef))];
    },
    openLoans: async ({ subjectRef }) => {
      const loans = await openLoans(tools, { subjectRef, state: await stateOf(store, subjectRef) });
      const since = loans.flatMap((loan) => loan.since ?? []).toSorted();
      return { keys: loans.map(plainKey), since };
    },
    state: ({ subjectRef }) => confirmed([stateKey(subjectRef)]),
    remove: (keys) => deleteItems(store, { table, keys }),
    unlistHolds: async ({ subjectRef }) => {
      const links = [...((await stateOf(store, subjectRef))?.links ?? [])];
      const holds = links.filter((link) => link.startsWith('HOLD#'));
      await unlist(store, subjectRef, holds);
    },
  };
}

const plainKey = ({ pk, sk }: Key): Key => ({ pk, sk });

/** Open loans of a reader; nothing is opened. */
async function openLoans(
  { store }: Pick<Tools, 'store'>,
  { subjectRef, state }: { subjectRef: string; state: State | undefined },
): Promise<RecordItem[]> {
  const keys = state ? linkedKeys(state, 'LOAN') : [];
  const items = await getItems(store, { table, keys, schema: RecordItem });
  return [...items.values()].filter((one) => one.state === 'OPEN' && one.reader === subjectRef);
}
