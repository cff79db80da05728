import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { SweepStep } from '#core/contributions.ts';
import type { Create } from '#core/entry.ts';
import { runSweep } from '../app/run-sweep.ts';
import { createSweepDeps } from '../container.ts';

/** What the scheduler says: a run that it starts again keeps its instant. */
const Scheduled = z.object({
  at: z.iso.datetime({ offset: true }).transform((text) => Temporal.Instant.from(text)),
});

export const create: Create<SweepStep> = (runtime, steps) => {
  const deps = createSweepDeps(runtime, steps);
  return (event) => {
    const scheduled = Scheduled.safeParse(event);
    return runSweep(deps, scheduled.success ? scheduled.data.at : runtime.clock.now());
  };
};
