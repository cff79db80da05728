import * as z from 'zod';
import { deleteItems, getItems, keyOf, partition, queryAll, type Key } from '#core/dynamo.ts';
import type { Belongings } from '../app/ports.ts';
import { Found, keysByReader, readerIndex, returnedKeys } from './circulation.ts';
import { advanceClock, endDays } from './clocks.ts';
import { clockKey, endPrefix, readerPartition, table } from './keys.ts';
import type { Tools } from './tools.ts';

const OpenRow = z.object({ pk: z.string(), sk: z.string(), readerSort: z.string() });

/** The index finds, a consistent read confirms: what was just deleted is not counted again. */
export function createBelongings(tools: Tools): Belongings {
  const { store } = tools;
  const confirmed = async (keys: readonly Key[]): Promise<Key[]> => {
    const found = await getItems(store, { table, keys, schema: Found });
    return keys.filter((key) => found.has(keyOf(key)));
  };

  return {
    returned: async ({ subjectRef }) => confirmed(await returnedKeys(tools, subjectRef)),
    ends: ({ subjectRef }) => {
      const where = partition(readerPartition(subjectRef), endPrefix);
      return queryAll(store, { table, schema: Found, where });
    },
    holds: async ({ subjectRef }) => confirmed(await keysByReader(tools, subjectRef, 'HOLD#')),
    openLoans: async ({ subjectRef }) => {
      const rows = await openRows(tools, subjectRef);
      const keys = await confirmed(rows.map(({ pk, sk }) => ({ pk, sk })));
      const living = new Set(keys.map(keyOf));
      const since = rows
        .filter((row) => living.has(keyOf(row)))
        .map(({ readerSort }) => readerSort.slice('LOAN#'.length));
      return { keys, since: since.toSorted() };
    },
    clock: ({ subjectRef }) => confirmed([clockKey(subjectRef)]),
    settleClock: async ({ subjectRef }) => {
      const last = (await endDays(store, subjectRef)).toSorted().at(-1);
      if (last !== undefined) await advanceClock(store, subjectRef, last);
    },
    remove: (keys) => deleteItems(store, { table, keys }),
  };
}

/** Open loans of a reader with the local date since when; the index alone answers. */
export function openRows({ store }: Pick<Tools, 'store'>, subjectRef: string) {
  const where = partition(subjectRef, 'LOAN#', readerIndex);
  return queryAll(store, { table, index: 'reader', schema: OpenRow, where });
}
