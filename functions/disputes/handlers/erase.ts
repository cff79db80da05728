import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { erasureStep } from '../app/person.ts';
import { createErasureDeps } from '../container.ts';

export const contribute: Contribute<ErasureStep> = (runtime) =>
  erasureStep(createErasureDeps(runtime));
