import * as z from 'zod';
import { absent, connect, partition, putItem, queryAll } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Months } from '../app/ports.ts';
import type { Place } from '../domain/act.ts';
import { Figures } from '../domain/month.ts';

const table = 'Statistics';

/** The months of all communes stand together, so that a night asks once which are counted. */
const pk = 'MONTHS';
const sortKey = ({ commune, month }: Place) => `${commune}#${month}`;

const MonthItem = z.object({
  commune: z.string(),
  month: z.string(),
  figures: Figures.optional(),
});

/** A month in which nothing had been done is counted as soon as something was: when older loans are taken over. */
const unfilled = { expression: 'attribute_not_exists(figures)' };

export function createMonths(runtime: Runtime): Months {
  const store = connect(runtime);
  return {
    all: () => queryAll(store, { table, schema: MonthItem, where: partition(pk) }),
    list: (commune, { from, to }) =>
      queryAll(store, {
        table,
        schema: MonthItem,
        where: {
          expression: 'pk = :pk AND sk BETWEEN :from AND :to',
          values: {
            ':pk': pk,
            ':from': sortKey({ commune, month: from }),
            ':to': sortKey({ commune, month: to }),
          },
        },
      }),
    close: async (month) => {
      const item = { pk, sk: sortKey(month), ...month };
      await putItem(store, { table, item, condition: month.figures ? unfilled : absent });
    },
  };
}
