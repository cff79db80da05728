import {
  absent,
  connect,
  getItem,
  partition,
  putItem,
  queryPage,
  transact,
  unchangedSince,
} from '#core/dynamo.ts';
import { eventItem } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Notices } from '../app/ports.ts';
import { Meanings, noMeanings } from '../domain/meaning.ts';
import { Notice } from '../domain/notice.ts';
import { seededNotice, seededNotices } from '../notices/index.ts';
import { meaningsKey, noticeKey, noticePartition, table } from './keys.ts';

/** Notices that ship with the product come first; what a network publishes continues their numbers. */
export function createNoticeStore(runtime: Runtime): Notices {
  const store = connect(runtime);
  return {
    find: async (ref) =>
      seededNotice(ref) ?? getItem(store, { table, key: noticeKey(ref), schema: Notice }),
    latest: async ({ id, locale }) => {
      const where = partition(noticePartition(id, locale), 'V#');
      const { items } = await queryPage(store, {
        table,
        schema: Notice,
        where,
        newestFirst: true,
        limit: 1,
      });
      return items[0] ?? seededNotices.findLast((one) => one.id === id && one.locale === locale);
    },
    meanings: async () =>
      (await getItem(store, { table, key: meaningsKey, schema: Meanings })) ?? noMeanings,
    addMeaning: (notice, { version, lines }, event) =>
      transact(store, [
        { table, put: { ...noticeKey(notice), ...notice }, condition: absent },
        {
          table,
          put: { ...meaningsKey, lines, version: version + 1 },
          condition: version === 0 ? absent : unchangedSince(version),
        },
        { table, put: eventItem(meaningsKey.pk, event) },
      ]),
    add: (notice) =>
      putItem(store, { table, item: { ...noticeKey(notice), ...notice }, condition: absent }),
  };
}
