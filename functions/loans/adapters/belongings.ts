import * as z from 'zod';
import { mapConcurrently } from '#core/concurrency.ts';
import { deleteItems, getItems, keyOf, updateItem, type Key } from '#core/dynamo.ts';
import type { Belongings } from '../app/ports.ts';
import { markUntil } from './drafts.ts';
import { keptOf, RecordItem } from './items.ts';
import { isRecord, stateKey, table } from './keys.ts';
import { linkedKeys, returnedOf, stateOf, unlist, unlistReturned } from './reader-state.ts';
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
      const pointed = await returnedOf(tools, subjectRef, state);
      return keptKeys(await records([...linkedKeys(state, 'LOAN'), ...pointed]), subjectRef);
    },
    holds: async ({ subjectRef }) => {
      const state = await stateOf(store, subjectRef);
      if (!state) return [];
      const items = await records(linkedKeys(state, 'HOLD'));
      const here = items.filter(({ reader }) => reader === subjectRef);
      return [...here.map(plainKey), ...(await keptKeys(items, subjectRef))];
    },
    openLoans: async ({ subjectRef }) => {
      const state = await stateOf(store, subjectRef);
      const loans = (await records(state ? linkedKeys(state, 'LOAN') : [])).filter(
        (one) => one.state === 'OPEN' && one.reader === subjectRef,
      );
      const since = loans.flatMap((loan) => loan.since ?? []).toSorted();
      return { keys: loans.map(plainKey), since };
    },
    state: ({ subjectRef }) => confirmed([stateKey(subjectRef)]),
    remove: async (keys) => {
      const items = await records(keys.filter(isRecord));
      await mapConcurrently(items, 16, (item) => leaveMark(tools, item));
      await deleteItems(store, { table, keys: keys.filter((key) => !isRecord(key)) });
    },
    unlistReturned: ({ subjectRef }) => unlistReturned(store, subjectRef),
    unlistHolds: async ({ subjectRef }) => {
      const links = [...((await stateOf(store, subjectRef))?.links ?? [])];
      const holds = links.filter((link) => link.startsWith('HOLD#'));
      await unlist(store, subjectRef, holds);
    },
  };
}

/** Takes away all that leads from a record to its reader, while it is still theirs. */
async function leaveMark({ runtime, store }: Tools, item: RecordItem): Promise<void> {
  const { commune, reader } = item;
  if (reader === undefined) return;
  const update = {
    expression:
      'SET #state = :mark, purgeAt = :until ADD version :one REMOVE reader, sealed, #link, since, #at',
    names: { '#state': 'state', '#link': 'link', '#at': 'at' },
    values: {
      ':mark': 'MARK',
      ':until': markUntil(runtime, commune),
      ':one': 1,
      ':reader': reader,
    },
  };
  await updateItem(store, { table, key: plainKey(item), update, condition: 'reader = :reader' });
}

const plainKey = ({ pk, sk }: Key): Key => ({ pk, sk });
