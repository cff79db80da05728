import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createEraser } from '../adapters/eraser.ts';
import { erasureBlockers } from '../app/erasure-blockers.ts';
import { createErasureDeps } from '../container.ts';

export const contribute: Contribute<ErasureStep> = (runtime) => {
  const deps = createErasureDeps(runtime);
  return {
    category: 'IDENTITY',
    keyClasses: ['contact'],
    isLast: true,
    blockers: (subject, now) => erasureBlockers(deps, subject, now),
    ...createEraser(runtime),
  };
};
