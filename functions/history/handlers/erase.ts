import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createEraser } from '../adapters/eraser.ts';

/** Nothing makes it wait: it was kept because the reader wished it. */
export const contribute: Contribute<ErasureStep> = (runtime) => ({
  category: 'HISTORY',
  keyClasses: ['history'],
  blockers: () => Promise.resolve([]),
  ...createEraser(runtime),
});
