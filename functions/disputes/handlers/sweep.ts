import type { SweepStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { sweepHolds } from '../app/sweep.ts';
import { createSweepDeps } from '../container.ts';

export const contribute: Contribute<SweepStep> = (runtime) => {
  const deps = createSweepDeps(runtime);
  return { sweep: (_, record) => sweepHolds(deps, record) };
};
