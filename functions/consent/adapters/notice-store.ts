import { absent, connect, getItem, partition, putItem, queryPage } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Notices } from '../app/ports.ts';
import { Notice } from '../domain/notice.ts';
import { seededNotices } from '../notices/index.ts';
import { noticeKey, noticePartition, table } from './keys.ts';

/** Notices that ship with the product come first; what a network publishes continues their numbers. */
export function createNoticeStore(runtime: Runtime): Notices {
  const store = connect(runtime);
  return {
    find: async (ref) =>
      seededNotices.find(
        (one) => one.id === ref.id && one.locale === ref.locale && one.version === ref.version,
      ) ?? getItem(store, { table, key: noticeKey(ref), schema: Notice }),
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
    add: (notice) =>
      putItem(store, { table, item: { ...noticeKey(notice), ...notice }, condition: absent }),
  };
}
