import { connect, getItem, putItem, queryPage } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Runs } from '../app/ports.ts';
import { RetentionRun, type RunName } from '../domain/run.ts';

const table = 'RetentionRuns';

const partitionOf = (commune: string) => `COMMUNE#${commune}`;
const keyOf = ({ commune, instant, rule, category }: RunName) => ({
  pk: partitionOf(commune),
  sk: `${String(instant).padStart(12, '0')}#${rule}#${category}`,
});

const Line = RetentionRun.extend({ sk: RetentionRun.shape.runId });

export function createRuns(runtime: Runtime): Runs {
  const store = connect(runtime);

  const newest = (commune: string, limit: number, before: string) =>
    queryPage(store, {
      table,
      schema: Line,
      where: {
        expression: 'pk = :pk AND sk < :before',
        values: { ':pk': partitionOf(commune), ':before': before },
      },
      newestFirst: true,
      limit,
    });

  return {
    record: (name, line) =>
      putItem(store, {
        table,
        item: { ...keyOf(name), ...line },
        condition: {
          // What was counted later by a run beside it, or is gone at last, is the truer line.
          expression: 'attribute_not_exists(pk) OR :recount < recount OR :found > #found',
          names: { '#found': 'found' },
          values: { ':recount': line.recount, ':found': line.found },
        },
      }),
    find: (name) => getItem(store, { table, key: keyOf(name), schema: RetentionRun }),
    list: async ({ communes, limit, cursor = '~' }) => {
      const pages = await Promise.all(communes.map((id) => newest(id, limit, before(cursor, id))));
      const merged = pages.flatMap(({ items }) => items).toSorted(newestFirst);
      const shown = merged.slice(0, limit);
      const last = shown.at(-1);
      const isMore = merged.length > limit || pages.some(({ next }) => next !== undefined);
      return {
        items: shown.map(({ sk: _, ...line }) => line),
        ...(isMore && last && { cursor: place(last) }),
      };
    },
  };
}

/** Order over all communes: instant, rule and category, then commune. */
const place = ({ sk, commune }: { sk: string; commune: string }) => `${sk}|${commune}`;

const newestFirst = (a: Parameters<typeof place>[0], b: Parameters<typeof place>[0]) =>
  place(a) < place(b) ? 1 : -1;

/** The bound for one commune: its own line at the cursor is still to come when the cursor names a later commune. */
function before(cursor: string, commune: string): string {
  const [sk = '', last = ''] = cursor.split('|');
  return commune < last ? `${sk}~` : sk;
}
