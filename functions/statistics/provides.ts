import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { createCounts } from './adapters/counter-store.ts';
import { countActs } from './app/count-acts.ts';
import type { Counted } from './domain/act.ts';

export type { Act, Counted } from './domain/act.ts';

/** `statistics.count`: counts what a batch is about to apply. Called before it is applied; bears repetition. */
export interface Tally {
  count(acts: readonly Counted[]): Promise<void>;
}

export function createTally(runtime: Runtime): Tally {
  const deps = { runtime, counts: createCounts(runtime), index: createBlindIndex(runtime) };
  return { count: (acts) => countActs(deps, acts) };
}
