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
} from '#core/dynamo.ts';
import { categories, type Due, type DueItem, type DueStore } from '../app/ports.ts';
import { advanceClock } from './clocks.ts';
import { Found, periodIndex } from './circulation.ts';
import { duePartition, padded, parseEnd, periodPartition, subjectOf, table } from './keys.ts';
import type { Tools } from './tools.ts';

const Category = z.enum(categories);
const Tallies = z.array(
  z.object({ category: Category, found: z.int(), from: z.string(), to: z.string() }),
);
const DueEntry = z.object({ commune: z.string(), due: z.int(), tallies: Tallies.optional() });
const Row = z.object({ pk: z.string(), sk: z.string(), periodSort: z.string() });

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
      for (const item of items.filter(({ category }) => category === 'LOAN_END')) {
        await advanceClock(store, subjectOf(item), parseEnd(item.sk).endedOn);
      }
      await deleteItems(store, { table, keys: items });
    },
    present: async (items) => {
      const found = await getItems(store, {
        table,
        keys: items.map(({ pk, sk }) => ({ pk, sk })),
        schema: Found,
      });
      return items.filter((item) => found.has(keyOf(item)));
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

async function* pagesOf(store: Tools['store'], due: Due): AsyncGenerator<DueItem[]> {
  const where = partition(periodPartition(due), undefined, periodIndex);
  for await (const rows of queryPages(store, { table, index: 'period', schema: Row, where })) {
    yield rows.map(({ pk, sk, periodSort }) => {
      const [category, , on = ''] = periodSort.split('#');
      return { pk, sk, category: Category.parse(category), on };
    });
  }
}
