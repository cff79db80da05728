import type { ErasureStep, ExportStep } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import { disputeBlockers } from './blockers.ts';
import type { Holds } from './ports.ts';
import { viewHold, viewLoan } from './read-holds.ts';

/** RGT-06: an open dispute waits. */
export function erasureStep(deps: {
  holds: Pick<Holds, 'blocking'>;
  eraser: Pick<ErasureStep, 'count' | 'erase'>;
}): ErasureStep {
  return {
    category: 'DISPUTES',
    keyClasses: ['dispute'],
    blockers: ({ subjectRef }) => disputeBlockers(deps.holds, subjectRef),
    ...deps.eraser,
  };
}

/** RGT-03: readers see that a loan of theirs is held, which and why; who of the staff wrote it is not about them. */
export function exportStep(deps: {
  runtime: Pick<Runtime, 'network'>;
  holds: Pick<Holds, 'of'>;
}): ExportStep {
  return {
    category: 'DISPUTES',
    read: async ({ subjectRef }, now) =>
      (await deps.holds.of(subjectRef)).map(({ hold }) => {
        const { author: _author, ...view } = viewHold(deps.runtime, hold, now);
        return { ...view, loan: viewLoan(deps.runtime, hold) };
      }),
  };
}
