import type { ErasureStep, ExportStep } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Holds } from './ports.ts';
import { viewHold, viewLoan } from './read-holds.ts';

/** RET-11, RGT-06: an open dispute waits, with the day of its review and the commune that answers for it. */
export function erasureStep(deps: {
  holds: Pick<Holds, 'of' | 'remove'>;
  eraser: Pick<ErasureStep, 'count' | 'erase'>;
}): ErasureStep {
  return {
    category: 'DISPUTES',
    keyClasses: ['dispute'],
    blockers: async ({ subjectRef }) => {
      const held = await deps.holds.of(subjectRef);
      return held
        .filter(({ hold }) => hold.closedOn === undefined)
        .map(({ hold: { openedOn, reviewOn, commune } }) => ({
          ...{ code: 'DISPUTE', since: openedOn, until: reviewOn, owner: commune },
        }));
    },
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
        return { ...view, loan: viewLoan(deps.runtime, hold, now) };
      }),
  };
}
