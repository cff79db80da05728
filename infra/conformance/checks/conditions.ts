import {
  absent,
  deleteItem,
  getItem,
  putItem,
  unchangedSince,
  updatedItem,
  updateItem,
} from '#core/dynamo.ts';
import * as z from 'zod';
import { Item, type Probe } from '../probe.ts';
import type { Check } from '../check.ts';

const table = 'Probe';
const read = ({ store, pk }: Probe, sk = 'a') =>
  getItem(store, { table, key: { pk, sk }, schema: Item });

async function putTwice(probe: Probe): Promise<string> {
  const put = (owner: string) =>
    putItem(probe.store, { table, item: { pk: probe.pk, sk: 'a', owner }, condition: absent });
  const answers = [await put('first'), await put('second')];
  return `${answers.join(', ')}, ${String((await read(probe))?.['owner'])} stays`;
}

async function updateByVersion({ store, pk }: Probe): Promise<string> {
  const key = { pk, sk: 'a' };
  await putItem(store, { table, item: { ...key, version: 1 } });
  const update = (from: number) =>
    updateItem(store, {
      table,
      key,
      update: {
        expression: 'SET #v = :next',
        names: { '#v': 'version' },
        values: { ':next': from + 1, ':version': from },
      },
      condition: 'version = :version',
    });
  return [await update(1), await update(1), await update(2)].join(', ');
}

async function deleteByVersion(probe: Probe): Promise<string> {
  const key = { pk: probe.pk, sk: 'a' };
  await putItem(probe.store, { table, item: { ...key, version: 2 } });
  const drop = (version: number) =>
    deleteItem(probe.store, { table, key, condition: unchangedSince(version) });
  const answers = [await drop(1), await drop(2)];
  return `${answers.join(', ')}, ${(await read(probe)) ? 'there' : 'gone'}`;
}

async function race({ store, pk }: Probe): Promise<string> {
  const puts = Array.from({ length: 20 }, (_, at) =>
    putItem(store, { table, item: { pk, sk: 'a', owner: String(at) }, condition: absent }),
  );
  return `${(await Promise.all(puts)).filter(Boolean).length} wins`;
}

async function upsert(probe: Probe): Promise<string> {
  const done = await updateItem(probe.store, {
    table,
    key: { pk: probe.pk, sk: 'a' },
    update: { expression: 'ADD seen :one', values: { ':one': 1 } },
  });
  return `${done}, seen ${String((await read(probe))?.['seen'])}`;
}

const Kept = z.object({ kept: z.set(z.instanceof(Uint8Array)), other: z.string().optional() });

async function growSet({ store, pk }: Probe): Promise<string> {
  const key = { pk, sk: 'a' };
  await putItem(store, { table, item: { ...key, other: 'untouched' } });
  const add = async (...bytes: number[]) => {
    const kept = new Set(bytes.map((byte) => Uint8Array.of(byte)));
    const update = { expression: 'ADD kept :kept', values: { ':kept': kept } };
    const now = await updatedItem(store, { table, key, update, schema: Kept });
    return `${now?.kept.size ?? 'nothing'}${now?.other ?? ''}`;
  };
  return [await add(1, 2), await add(2, 3)].join(', ');
}

export const conditions: readonly Check[] = [
  {
    title: 'an item is put only where there is none',
    expect: 'true, false, first stays',
    act: putTwice,
  },
  {
    title: 'an update holds only for the version that was read',
    expect: 'true, false, true',
    act: updateByVersion,
  },
  {
    title: 'a deletion holds only for the version that was read',
    expect: 'false, true, gone',
    act: deleteByVersion,
  },
  { title: '20 writers at once: one puts the item', expect: '1 wins', act: race },
  {
    title: 'an update without condition makes what is missing',
    expect: 'true, seen 1',
    act: upsert,
  },
  {
    title: 'an update answers the whole set that it added to, each element once, and nothing else',
    expect: '2, 3',
    act: growSet,
  },
];
