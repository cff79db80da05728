import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createEraser } from '../container.ts';

/** The key is that of the loans: what somebody read in the room is what somebody read (it dies when nothing is out). */
export const contribute: Contribute<ErasureStep> = (runtime) => ({
  category: 'ARCHIVE_CONSULTATIONS',
  keyClasses: ['loans'],
  blockers: () => Promise.resolve([]),
  ...createEraser(runtime),
});
