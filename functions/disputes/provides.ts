import type { Blocker } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import { createHolds } from './adapters/hold-store.ts';
import { disputeBlockers } from './app/blockers.ts';

/** `disputes.blockers`: since when a dispute holds a reader back, and until which review (RET-11); not what it is about. */
export function createDisputeBlockers(runtime: Runtime): {
  of(subjectRef: string): Promise<Blocker[]>;
} {
  const holds = createHolds(runtime);
  return { of: (subjectRef) => disputeBlockers(holds, subjectRef) };
}
