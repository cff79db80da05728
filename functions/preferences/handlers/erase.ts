import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createPartitionEraser } from '#core/partition-eraser.ts';
import { subjectPartition, table } from '../adapters/keys.ts';

export const contribute: Contribute<ErasureStep> = (runtime) => ({
  category: 'PREFERENCE_LINKS',
  keyClasses: [],
  blockers: () => Promise.resolve([]),
  ...createPartitionEraser(runtime, { table, pkOf: subjectPartition }),
});
