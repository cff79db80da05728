import * as z from 'zod';
import type { ErasureStep } from './contributions.ts';
import {
  connect,
  deleteItems,
  getItems,
  keyOf,
  partition,
  queryAll,
  type Key,
  type Store,
} from './dynamo.ts';
import type { Runtime } from './runtime.ts';

const Keys = z.object({ pk: z.string(), sk: z.string() });

type Eraser = Pick<ErasureStep, 'count' | 'erase'>;

/** Counting and erasing for a plugin that keeps all it holds on a reader in one partition of one table (RGT-06). */
export function createPartitionEraser(
  runtime: Runtime,
  { table, pkOf }: { table: string; pkOf: (subjectRef: string) => string },
): Eraser {
  const store = connect(runtime);
  return eraserOf(store, table, (subjectRef) =>
    queryAll(store, { table, schema: Keys, where: partition(pkOf(subjectRef)) }),
  );
}

/** The same for a plugin that finds what it holds on a reader by the index `reader` (RGT-06). */
export function createIndexEraser(runtime: Runtime, { table }: { table: string }): Eraser {
  const store = connect(runtime);
  return eraserOf(store, table, (subjectRef) => keysOfReader(store, { table, subjectRef }));
}

/** The index finds, a consistent read confirms: what was just deleted is not counted again. */
export async function keysOfReader(
  store: Store,
  { table, subjectRef }: { table: string; subjectRef: string },
): Promise<Key[]> {
  const where = partition(subjectRef, undefined, { pk: 'reader', sk: 'sk' });
  const keys = await queryAll(store, { table, index: 'reader', schema: Keys, where });
  const found = await getItems(store, { table, keys, schema: Keys });
  return keys.filter((key) => found.has(keyOf(key)));
}

function eraserOf(
  store: Store,
  table: string,
  find: (subjectRef: string) => Promise<Key[]>,
): Eraser {
  return {
    count: async ({ subjectRef }) => (await find(subjectRef)).length,
    erase: async ({ subjectRef }) => {
      const keys = await find(subjectRef);
      await deleteItems(store, { table, keys });
      return keys.length;
    },
  };
}
