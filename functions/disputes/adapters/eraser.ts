import * as z from 'zod';
import type { ErasureStep } from '#core/contributions.ts';
import { connect, deleteItems, partition, queryAll } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { holdKey, readerKey, readerPartition, table } from './keys.ts';

const Entry = z.object({ commune: z.string(), holdId: z.string() });

/** The holds first, then what leads to them. The log stays its twelve months, under an id that then means nobody (RET-17). */
export function createEraser(runtime: Runtime): Pick<ErasureStep, 'count' | 'erase'> {
  const store = connect(runtime);
  const entries = (subjectRef: string) =>
    queryAll(store, { table, schema: Entry, where: partition(readerPartition(subjectRef)) });
  return {
    count: async ({ subjectRef }) => (await entries(subjectRef)).length,
    erase: async ({ subjectRef }) => {
      const found = await entries(subjectRef);
      await deleteItems(store, { table, keys: found.map(holdKey) });
      const keys = found.map((entry) => readerKey({ ...entry, subjectRef }));
      await deleteItems(store, { table, keys });
      return found.length;
    },
  };
}
