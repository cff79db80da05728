import { isVisible } from '#core/calendar.ts';
import { connect, getItems, partition, queryAll } from '#core/dynamo.ts';
import { keysOfReader } from '#core/partition-eraser.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { openJson } from '#core/vault/vault.ts';
import type { KeptTitle, TitleArchive } from '../app/ports.ts';
import { TitleRecord } from '../domain/title.ts';
import { createTitleCalendar, createTitleKeys, titlesTable } from './tables.ts';
import { isTitlePartition, titleIdentity, TitleItem, titlePrefix } from './title-item.ts';

export function createTitleArchive(runtime: Runtime): TitleArchive {
  const store = connect(runtime);
  const keys = createTitleKeys(runtime);
  const index = createBlindIndex(runtime);
  const calendar = createTitleCalendar(runtime);

  const open = async (item: TitleItem): Promise<KeptTitle[]> => {
    const { commune, keptUntil, reader, sealed } = item;
    const key = await keys.find(item);
    const identity = titleIdentity(item);
    const record = key && openJson({ key, identity, sealed, schema: TitleRecord });
    const named = reader !== undefined && { subjectRef: reader };
    return record ? [{ record, commune, keptUntil, ...named }] : [];
  };
  const openAll = async (items: readonly TitleItem[]) =>
    (await Promise.all(items.map(open))).flat();

  /** In the periods that are not over: as many partitions as years, if the ten years count from the budget year. */
  const inCommune = async (commune: string, prefix?: string): Promise<KeptTitle[]> => {
    const periods = (await calendar.parcels(commune)).filter(
      ({ parcel, purgeAt }) => isTitlePartition(parcel) && isVisible(purgeAt, runtime.clock.now()),
    );
    const pages = await Promise.all(
      periods.map(({ parcel }) =>
        queryAll(store, {
          ...{ table: titlesTable, schema: TitleItem },
          where: partition(parcel, prefix),
        }),
      ),
    );
    return openAll(pages.flat());
  };

  return {
    ofCommune: (commune) => inCommune(commune),
    byRef: async (commune, titleRef) => inCommune(commune, await titlePrefix(index, titleRef)),
    ofReader: async (subjectRef) => {
      const found = await keysOfReader(store, { table: titlesTable, subjectRef });
      const items = await getItems(store, { table: titlesTable, keys: found, schema: TitleItem });
      return openAll([...items.values()]);
    },
  };
}
