import * as z from 'zod';
import type { ErasureStep } from '#core/contributions.ts';
import { connect, deleteItems, partition, queryAll } from '#core/dynamo.ts';
import type { Contribute } from '#core/entry.ts';
import { subjectPartition, table } from '../adapters/keys.ts';

const Keys = z.object({ pk: z.string(), sk: z.string() });

export const contribute: Contribute<ErasureStep> = (runtime) => {
  const store = connect(runtime);
  const items = (subjectRef: string) =>
    queryAll(store, { table, schema: Keys, where: partition(subjectPartition(subjectRef)) });
  return {
    category: 'NOTIFICATIONS',
    keyClasses: [],
    blockers: () => Promise.resolve([]),
    count: async ({ subjectRef }) => (await items(subjectRef)).length,
    erase: async ({ subjectRef }) => {
      const found = await items(subjectRef);
      await deleteItems(store, { table, keys: found });
      return found.length;
    },
  };
};
