import * as z from 'zod';
import {
  absent,
  connect,
  deleteItems,
  getItem,
  partition,
  putItem,
  queryAll,
  queryPages,
  transact,
  updateItem,
  type Expression,
} from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Batch, Counts, Months, MonthState } from '../app/ports.ts';
import type { Place } from '../domain/act.ts';
import { Said } from '../domain/figure.ts';
import { Figures } from '../domain/month.ts';

const table = 'Statistics';

/** The months of all communes stand together, so that a night asks once which are over. */
const monthsPartition = 'MONTHS';
const monthSortKey = ({ commune, month }: Place) => `${commune}#${month}`;
const monthKey = (place: Place) => ({ pk: monthsPartition, sk: monthSortKey(place) });
const batchPartition = ({ commune, month }: Place) => `BATCHES#${commune}#${month}`;
const batchKey = (place: Place, id: string) => ({ pk: batchPartition(place), sk: id });

const MonthItem = z.object({
  commune: z.string(),
  month: z.string(),
  state: z.enum(['OPEN', 'SHUT', 'COUNTED', 'CLOSED']),
  figures: Figures.optional(),
});
const BatchItem = z.object({ sk: z.string(), said: Said });

const isOpen: Expression = {
  expression: '#state = :open',
  names: { '#state': 'state' },
  values: { ':open': 'OPEN' satisfies MonthState },
};

/** How often somebody else may write at the same moment. */
const attempts = 5;

export function createCounts(runtime: Runtime): Counts {
  const store = connect(runtime);
  const opened = new Set<string>();
  /** The month is on the list before anything counts in it: what is not on the list would never be counted. */
  const open = async (place: Place) => {
    const name = batchPartition(place);
    if (opened.has(name)) return;
    const item = { ...monthKey(place), ...place, state: 'OPEN' satisfies MonthState };
    await putItem(store, { table, item, condition: absent });
    opened.add(name);
  };

  return {
    add: async (place, batch) => {
      await open(place);
      await putItem(store, { table, item: itemOf(place, batch) });
    },
    addLate: async (place, batch) => {
      await open(place);
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const isAdded = await transact(store, [
          { table, put: itemOf(place, batch) },
          { table, check: monthKey(place), condition: isOpen },
        ]);
        if (isAdded) return;
        const month = await getItem(store, { table, key: monthKey(place), schema: MonthItem });
        if (month?.state !== 'OPEN') return;
      }
      throw new Error('the month kept changing while something was counted');
    },
  };
}

const itemOf = (place: Place, { id, said }: Batch) => ({ ...batchKey(place, id), said });

export const createMonthReads = (runtime: Runtime): Pick<Months, 'list' | 'all'> => {
  const store = connect(runtime);
  return {
    all: () => queryAll(store, { table, schema: MonthItem, where: partition(monthsPartition) }),
    list: (commune, { from, to }) =>
      queryAll(store, {
        table,
        schema: MonthItem,
        where: {
          expression: 'pk = :pk AND sk BETWEEN :from AND :to',
          values: {
            ':pk': monthsPartition,
            ':from': monthSortKey({ commune, month: from }),
            ':to': monthSortKey({ commune, month: to }),
          },
        },
      }),
  };
};

export function createMonths(runtime: Runtime): Months {
  const store = connect(runtime);
  return {
    ...createMonthReads(runtime),
    move: async (place, state, figures) => {
      await updateItem(store, {
        table,
        key: monthKey(place),
        update: {
          expression: `SET #state = :state${figures ? ', figures = :figures' : ''}`,
          names: { '#state': 'state' },
          values: { ':state': state, ...(figures && { ':figures': figures }) },
        },
      });
    },
    async *pages(place) {
      const where = partition(batchPartition(place));
      for await (const page of queryPages(store, { table, schema: BatchItem, where }))
        yield page.map(({ sk: id, said }) => ({ id, said }));
    },
    remove: (place, ids) =>
      deleteItems(store, { table, keys: ids.map((id) => batchKey(place, id)) }),
  };
}
