import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { openStep } from '../app/erase.ts';
import { createErasureDeps } from '../container.ts';

export const contribute: Contribute<ErasureStep> = (runtime) =>
  openStep(createErasureDeps(runtime));
