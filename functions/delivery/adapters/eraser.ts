import * as z from 'zod';
import type { ErasureStep } from '#core/contributions.ts';
import { connect, deleteItems, partition, queryAll } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { subjectPartition, table } from './keys.ts';

const Keys = z.object({ pk: z.string(), sk: z.string() });

/** Everything that this plugin holds on a reader is in their partition. */
export function createEraser(runtime: Runtime): Pick<ErasureStep, 'count' | 'erase'> {
  const store = connect(runtime);
  const items = (subjectRef: string) =>
    queryAll(store, { table, schema: Keys, where: partition(subjectPartition(subjectRef)) });
  return {
    count: async ({ subjectRef }) => (await items(subjectRef)).length,
    erase: async ({ subjectRef }) => {
      const found = await items(subjectRef);
      await deleteItems(store, { table, keys: found });
      return found.length;
    },
  };
}
