import type { Runtime } from '#core/runtime.ts';
import { createTallies } from '#core/tally.ts';
import { createStanding } from '../consent/provides.ts';
import { createHistories } from './adapters/history-store.ts';
import { table } from './adapters/keys.ts';
import { createLeavingBefore } from './adapters/leaving-loans.ts';
import { historyChoice } from './app/note-choice.ts';
import type { KeepsSince } from './app/ports.ts';

/** What reading and noting a choice need. */
export function createDeps(runtime: Runtime) {
  const standing = createStanding(runtime);
  const keepsSince: KeepsSince = (subjectRefs) => standing.since(subjectRefs, historyChoice);
  return { runtime, histories: createHistories(runtime), keepsSince };
}

export function createSweepDeps(runtime: Runtime) {
  return {
    ...createDeps(runtime),
    leavingBefore: createLeavingBefore(runtime),
    tallies: createTallies(runtime, table),
  };
}
