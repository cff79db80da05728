import { BatchGetItemCommand, BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import {
  deleteItems,
  getItems,
  partition,
  putItems,
  queryAll,
  removeAttribute,
} from '#core/dynamo.ts';
import { Item, type Probe } from '../probe.ts';
import type { Check } from '../check.ts';

const table = 'Probe';
const keysOf = (pk: string, many: number) =>
  Array.from({ length: many }, (_, at) => ({ pk, sk: String(at) }));

async function readMany({ store, pk }: Probe): Promise<string> {
  await putItems(store, { table, items: keysOf(pk, 240) });
  const keys = [...keysOf(pk, 250), ...keysOf(pk, 5)];
  return `${(await getItems(store, { table, keys, schema: Item })).size} found`;
}

async function deleteMany({ store, pk }: Probe): Promise<string> {
  await putItems(store, { table, items: keysOf(pk, 60) });
  await deleteItems(store, { table, keys: keysOf(pk, 70) });
  return `${(await queryAll(store, { table, schema: Item, where: partition(pk) })).length} left`;
}

async function unmarkMany({ store, pk }: Probe): Promise<string> {
  const items = keysOf(pk, 30).map((key) => ({ ...key, mark: 'PENDING' }));
  await putItems(store, { table, items });
  await removeAttribute(store, {
    attribute: 'mark',
    items: keysOf(pk, 40).map((key) => ({ table, key })),
  });
  const left = await queryAll(store, { table, schema: Marked, where: partition(pk) });
  return `${left.length} items, ${left.filter(({ mark }) => mark !== undefined).length} marked`;
}

const Marked = z.object({ mark: z.string().optional() });

async function write({ store, pk }: Probe, many: number): Promise<string> {
  const requests = keysOf(pk, many).map((item) => ({ PutRequest: { Item: marshall(item) } }));
  await store.client.send(
    new BatchWriteItemCommand({ RequestItems: { [store.name(table)]: requests } }),
  );
  return 'accepted';
}

async function read({ store, pk }: Probe, many: number): Promise<string> {
  const Keys = keysOf(pk, many).map((key) => marshall(key));
  await store.client.send(
    new BatchGetItemCommand({ RequestItems: { [store.name(table)]: { Keys } } }),
  );
  return 'accepted';
}

export const batches: readonly Check[] = [
  {
    title: '255 keys are read by pages of 100, absent and double ones too',
    expect: '240 found',
    act: readMany,
  },
  {
    title: '70 keys are deleted by pages of 25, absent ones too',
    expect: '0 left',
    act: deleteMany,
  },
  {
    title:
      'a mark is removed from 30 items by batches of 25 statements, none is made of 10 absent ones',
    expect: '30 items, 0 marked',
    act: unmarkMany,
  },
  { title: '25 writes are one batch', expect: 'accepted', act: (probe) => write(probe, 25) },
  {
    title: '26 writes are refused',
    expect: 'ValidationException',
    act: (probe) => write(probe, 26),
  },
  { title: '100 keys are one batch', expect: 'accepted', act: (probe) => read(probe, 100) },
  {
    title: '101 keys are refused',
    expect: 'ValidationException',
    act: (probe) => read(probe, 101),
  },
];
