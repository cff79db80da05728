import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { epochSeconds } from '#core/calendar.ts';
import type { ErasureStep } from '#core/contributions.ts';
import {
  connect,
  deleteItems,
  getItems,
  partition,
  putItems,
  queryAll,
  queryPage,
} from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { NewsFeed } from '../app/ports.ts';
import { News } from '../domain/news.ts';

const table = 'News';
const pk = 'NEWS';
const Keys = z.object({ pk: z.string(), sk: z.string() });

/** News that nobody fetched in this time is of no use any more: the library system must be reconciled (NOT-05). */
const kept = Temporal.Duration.from({ hours: 24 * 90 });

export function createNewsFeed(runtime: Runtime): NewsFeed & Pick<ErasureStep, 'count' | 'erase'> {
  const store = connect(runtime);
  const keysOf = (ids: readonly string[]) => ids.map((id) => ({ pk, sk: id }));
  const ofReader = async (subjectRef: string) =>
    queryAll(store, {
      table,
      index: 'reader',
      schema: Keys,
      where: partition(subjectRef, undefined, { pk: 'subjectRef', sk: 'sk' }),
    });

  return {
    add: async (news) => {
      const distinct = new Map(news.map((one) => [one.id, one]));
      const items = [...distinct.values()].map((one) => ({
        ...{ pk, sk: one.id, ...one },
        ttl: epochSeconds(Temporal.Instant.from(one.at).add(kept)),
      }));
      await putItems(store, { table, items });
    },
    page: async (since, limit) => {
      const where = {
        expression: 'pk = :pk AND sk > :since',
        values: { ':pk': pk, ':since': since ?? ' ' },
      };
      return (await queryPage(store, { table, schema: News, where, limit })).items;
    },
    find: async (ids) => [
      ...(await getItems(store, { table, keys: keysOf(ids), schema: News })).values(),
    ],
    remove: (ids) => deleteItems(store, { table, keys: keysOf(ids) }),
    count: async ({ subjectRef }) => (await ofReader(subjectRef)).length,
    erase: async ({ subjectRef }) => {
      const keys = await ofReader(subjectRef);
      await deleteItems(store, { table, keys });
      return keys.length;
    },
  };
}
