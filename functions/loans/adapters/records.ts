import { isVisible } from '#core/calendar.ts';
import { absent, getItems, keyOf, putItem, unchangedSince } from '#core/dynamo.ts';
import { nameKey, type Name, type Records, type Stored } from '../app/ports.ts';
import { recordKey, table } from './keys.ts';
import { RecordItem, type Sealing } from './sealing.ts';
import { storedForm } from './stored-form.ts';
import type { Tools } from './tools.ts';

export function createRecords(tools: Tools): Records {
  const { store, vault, index, runtime, sealing } = tools;
  const keyFor = async ({ kind, ref }: Name) => recordKey(kind, await index(kind, ref));

  const read = async (item: RecordItem): Promise<Stored> => {
    const { kind, commune, signs, version } = item;
    const isReadable = isVisible(item.purgeAt, runtime.clock.now());
    const details = isReadable ? await sealing.details(item) : undefined;
    return { version, record: { kind, commune, signs, ...(details && { details }) } };
  };

  return {
    fingerprint: (eventId) => index('event', eventId),
    warm: (subjectRefs) => vault.keys.warm(subjectRefs, 'loans'),
    load: async (names) => {
      const keys = await Promise.all(names.map(keyFor));
      const items = await getItems(store, { table, keys, schema: RecordItem });
      await vault.keys.warm(await readersOf(sealing, [...items.values()]), 'loans');
      const found = names.map(async (name, n): Promise<[string, Stored][]> => {
        const key = keys[n];
        const item = key && items.get(keyOf(key));
        return item ? [[nameKey(name), await read(item)]] : [];
      });
      return new Map((await Promise.all(found)).flat());
    },
    save: async (name, { record, standing, version }) => {
      const key = await keyFor(name);
      const form = await storedForm(tools, { key, record, standing });
      if (typeof form === 'string') return form;
      const { kind, commune, signs } = record;
      const item = { ...key, kind, commune, signs, version: (version ?? 0) + 1, ...form };
      const condition = version === undefined ? absent : unchangedSince(version);
      return (await putItem(store, { table, item, condition })) ? 'SAVED' : 'CONFLICT';
    },
  };
}

async function readersOf(sealing: Sealing, items: readonly RecordItem[]): Promise<string[]> {
  const readers = items.map(async (item) =>
    item.state === 'OPEN' ? item.reader : (await sealing.openBorrower(item))?.reader.subjectRef,
  );
  return [...new Set((await Promise.all(readers)).filter((reader) => reader !== undefined))];
}
