import * as z from 'zod';
import type { ErasureStep } from '#core/contributions.ts';
import { connect, deleteItem, getItem } from '#core/dynamo.ts';
import { createPartitionEraser } from '#core/partition-eraser.ts';
import type { Runtime } from '#core/runtime.ts';
import { keeperKey, readerPartition, table } from './keys.ts';

/** The keeper first: from then on no sweep adds anything. */
export function createEraser(runtime: Runtime): Pick<ErasureStep, 'count' | 'erase'> {
  const store = connect(runtime);
  const loans = createPartitionEraser(runtime, { table, pkOf: readerPartition });
  const keepers = async (subjectRef: string) => {
    const key = keeperKey(subjectRef);
    return (await getItem(store, { table, key, schema: z.object({ sk: z.string() }) })) ? 1 : 0;
  };
  return {
    count: async (subject) => (await keepers(subject.subjectRef)) + (await loans.count(subject)),
    erase: async (subject) => {
      const found = await keepers(subject.subjectRef);
      await deleteItem(store, { table, key: keeperKey(subject.subjectRef) });
      return found + (await loans.erase(subject));
    },
  };
}
