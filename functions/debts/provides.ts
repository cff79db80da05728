import type { Blocker } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import { createOpenDebts } from './adapters/open-debts.ts';
import { blockersOf } from './app/blockers.ts';

/** `debts.blockers`: since when and until when what is owed holds a reader back (RET-11). Dates; opens nothing. */
export function createDebtBlockers(runtime: Runtime): {
  of(subjectRef: string): Promise<Blocker[]>;
} {
  const debts = createOpenDebts(runtime);
  return { of: async (subjectRef) => blockersOf(await debts.blocking(subjectRef)) };
}
