import type { SweepStep } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import { createRuns } from './adapters/run-store.ts';

export const createReadDeps = (runtime: Runtime) => ({ runtime, runs: createRuns(runtime) });

export const createSweepDeps = (runtime: Runtime, steps: readonly SweepStep[]) => ({
  ...createReadDeps(runtime),
  steps,
});
