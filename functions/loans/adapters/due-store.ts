import * as z from 'zod';
import { epochSeconds } from '#core/calendar.ts';
import {
  deleteItem,
  deleteItems,
  getItem,
  getItems,
  keyOf,
  partition,
  queryAll,
  queryPages,
  updateItem,
  type Store,
} from '#core/dynamo.ts';
import { categories, type Category, type Due, type DueItem, type DueStore } from '../app/ports.ts';
import { RecordItem } from './items.ts';
import { duePartition, padded, periodPartition, recordKey, rowPrefix, table } from './keys.ts';
import { unlist } from './reader-state.ts';
import type { Tools } from './tools.ts';

const Tallies = z.array(
  z.object({ category: z.enum(categories), found: z.int(), from: z.string(), to: z.string() }),
);
const DueEntry = z.object({ commune: z.string(), due: z.int(), tallies: Tallies.optional() });
const Row = z.object({ pk: z.string(), sk: z.string(), on: z.string().default('') });
type Row = z.infer<typeof Row>;

export function createDueStore({ store, periodKeys }: Tools): DueStore {
  return {
    due: async (id, now) => {
      const where = {
        expression: 'pk = :pk AND sk <= :now',
        values: { ':pk': duePartition(id), ':now': padded(epochSeconds(now)) },
      };
      const entries = await queryAll(store, { table, schema: DueEntry, where });
      return entries.map(({ due, commune, tallies }) => ({
        commune,
        purgeAt: due,
        ...(tallies && { tallies }),
      }));
    },
    destroyKey: (due) => periodKeys.destroy(due),
    pages: (due) => pagesOf(store, due),
    keepTallies: async (due, tallies) => {
      const isKept = await updateItem(store, {
        table,
        key: entryKey(due),
        update: { expression: 'SET tallies = :tallies', values: { ':tallies': tallies } },
        condition: 'attribute_exists(pk) AND attribute_not_exists(tallies)',
      });
      if (isKept) return tallies;
      const entry = await getItem(store, { table, key: entryKey(due), schema: DueEntry });
      return entry?.tallies ?? tallies;
    },
    remove: async (items) => {
      const holds = items.flatMap(({ hold }) => hold ?? []);
      for (const { reader, link } of holds) {
        if (reader && link) await unlist(store, reader, [link]);
      }
      // The row after what it leads to, should this be killed in between.
      await deleteItems(store, { table, keys: holds });
      await deleteItems(store, { table, keys: items });
    },
    close: async (due) => {
      await deleteItem(store, { table, key: entryKey(due) });
    },
  };
}

const entryKey = ({ commune, purgeAt }: Due) => ({
  pk: duePartition(commune),
  sk: padded(purgeAt),
});

async function* pagesOf(store: Store, due: Due): AsyncGenerator<DueItem[]> {
  const where = partition(periodPartition(due));
  for await (const rows of queryPages(store, { table, schema: Row, where })) {
    const holds = await dueHolds(store, rows, due);
    yield rows.map(({ pk, sk, on }) => {
      const hold = holds.get(sk);
      const category = categoryOf(sk);
      // A hold that was closed, or prolonged beyond this instant, only leaves its row here.
      if (category === 'HOLD_LINK' && !hold) return { pk, sk, category: 'POINTERS', on };
      return { pk, sk, category, on, ...(hold && { hold }) };
    });
  }
}

const categoryOf = (sk: string): Category =>
  categories.find((category) => sk.startsWith(rowPrefix[category])) ?? 'POINTERS';

/** Holds that fall due with their rows, by the sort key of the row. */
async function dueHolds(
  store: Store,
  rows: readonly Row[],
  { purgeAt }: Due,
): Promise<Map<string, RecordItem>> {
  const named = rows
    .filter(({ sk }) => sk.startsWith(rowPrefix.HOLD_LINK))
    .map(({ sk }) => ({ sk, key: recordKey('HOLD', sk.slice(rowPrefix.HOLD_LINK.length)) }));
  const keys = named.map(({ key }) => key);
  const items = await getItems(store, { table, keys, schema: RecordItem });
  return new Map(
    named.flatMap(({ sk, key }): [string, RecordItem][] => {
      const item = items.get(keyOf(key));
      return item?.state === 'OPEN' && item.purgeAt === purgeAt ? [[sk, item]] : [];
    }),
  );
}
