import * as z from 'zod';
import type { ErasureStep } from './contributions.ts';
import { connect, deleteItems, partition, queryAll } from './dynamo.ts';
import type { Runtime } from './runtime.ts';

const Keys = z.object({ pk: z.string(), sk: z.string() });

/** Counting and erasing for a plugin that keeps all it holds on a reader in one partition of one table (RGT-06). */
export function createPartitionEraser(
  runtime: Runtime,
  { table, pkOf }: { table: string; pkOf: (subjectRef: string) => string },
): Pick<ErasureStep, 'count' | 'erase'> {
  const store = connect(runtime);
  const items = (subjectRef: string) =>
    queryAll(store, { table, schema: Keys, where: partition(pkOf(subjectRef)) });
  return {
    count: async ({ subjectRef }) => (await items(subjectRef)).length,
    erase: async ({ subjectRef }) => {
      const found = await items(subjectRef);
      await deleteItems(store, { table, keys: found });
      return found.length;
    },
  };
}
