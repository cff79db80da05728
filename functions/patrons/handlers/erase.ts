import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createEraser } from '../adapters/eraser.ts';

/** The last category to go: it holds the ref by which the other plugins' data are reached. */
export const contribute: Contribute<ErasureStep> = (runtime) => ({
  category: 'IDENTITY',
  keyClasses: ['contact'],
  blockers: () => Promise.resolve([]),
  ...createEraser(runtime),
});
