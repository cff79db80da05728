import { isVisible } from '#core/calendar.ts';
import {
  absent,
  deleteItem,
  getItems,
  keyOf,
  putItem,
  putItems,
  unchangedSince,
} from '#core/dynamo.ts';
import { nameKey, type Name, type Place, type Records, type Stored } from '../app/ports.ts';
import type { Details } from '../domain/record.ts';
import { draftOf } from './drafts.ts';
import { detailsOf, keptKey, RecordItem } from './items.ts';
import { recordKey, table } from './keys.ts';
import { noteReaders } from './reader-state.ts';
import type { Tools } from './tools.ts';

export function createRecords(tools: Tools): Records {
  const { store, vault, index, runtime, calendar } = tools;
  const keyFor = async ({ kind, ref }: Name) => recordKey(kind, await index(kind, ref));

  return {
    // 72 bits tell the events of one loan apart.
    fingerprint: async (eventId) => (await index('event', eventId)).slice(0, 12),
    warm: (subjectRefs) => vault.keys.warm(subjectRefs, 'loans'),
    load: async (names) => {
      const keys = await Promise.all(names.map(keyFor));
      const items = await getItems(store, { table, keys, schema: RecordItem });
      const now = runtime.clock.now();
      const visible = [...items.values()].filter(({ purgeAt }) => isVisible(purgeAt, now));
      const details = await detailsOf(tools, visible);
      const found = names.flatMap((name, n): [string, Stored][] => {
        const item = items.get(keyOf(keys[n] ?? {}));
        return item ? [[nameKey(name), storedOf(item, details.get(keyOf(item)))]] : [];
      });
      return new Map(found);
    },
    draft: async (name, next) => draftOf(tools, { key: await keyFor(name), ...next }),
    announce: async (drafts) => {
      const leaving = drafts.flatMap(({ kept }) => kept ?? []);
      for (const { commune, purgeAt, item } of leaving)
        await calendar.enter({ commune, purgeAt, parcel: item.pk });
      await putItems(store, { table, items: leaving.map(({ item }) => item) });
      await noteReaders(
        tools,
        drafts.flatMap(({ before }) => before),
      );
    },
    write: async ({ item, replaces, stale }) => {
      const condition = replaces === undefined ? absent : unchangedSince(replaces);
      const isWritten = await putItem(store, { table, item, condition });
      if (isWritten && stale) await deleteItem(store, { table, key: stale });
      return isWritten;
    },
    conclude: (drafts) =>
      noteReaders(
        tools,
        drafts.flatMap(({ after }) => after),
      ),
  };
}

/** What its keys no longer open comes back as a mark. */
function storedOf(item: RecordItem, details: Details | undefined): Stored {
  const { kind, commune, signs } = item;
  return {
    record: { kind, commune, signs, ...(details && { details }) },
    place: placeOf(item, details),
  };
}

function placeOf(item: RecordItem, details: Details | undefined): Place {
  const { version, link } = item;
  const kept = keptKey(item);
  const subjectRef = item.reader ?? details?.reader.subjectRef;
  return {
    version,
    ...(link !== undefined && subjectRef !== undefined && { listed: { subjectRef, link } }),
    ...(kept && { kept: { pk: kept.pk, sk: kept.sk } }),
  };
}
