import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createEraser } from '../adapters/eraser.ts';

export const contribute: Contribute<ErasureStep> = (runtime) => ({
  category: 'NOTIFICATIONS',
  keyClasses: [],
  blockers: () => Promise.resolve([]),
  ...createEraser(runtime),
});
