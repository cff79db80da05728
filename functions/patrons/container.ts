import type { Runtime } from '#core/runtime.ts';
import { createCurrentNotices } from '../consent/provides.ts';
import { createDebtBlockers } from '../debts/provides.ts';
import { createDisputeBlockers } from '../disputes/provides.ts';
import { createActivity } from '../loans/provides.ts';
import { createPending } from '../rights/provides.ts';
import { createDirectory } from './adapters/directory.ts';

/** What every use case of this plugin needs. */
export function createDeps(runtime: Runtime) {
  return { runtime, directory: createDirectory(runtime) };
}

/** Enrolling somebody also needs to know which notices are current (GOV-13). */
export function createWriteDeps(runtime: Runtime) {
  return { ...createDeps(runtime), notices: createCurrentNotices(runtime) };
}

/** An erasure waits for what is out (RET-11). */
export function createErasureDeps(runtime: Runtime) {
  return { ...createDeps(runtime), activity: createActivity(runtime) };
}

/** Reading a reader also needs to know when they last borrowed (RET-09), and what they asked for (RET-11). */
export function createReadDeps(runtime: Runtime) {
  return {
    ...createErasureDeps(runtime),
    waiting: [createDebtBlockers(runtime), createDisputeBlockers(runtime), createPending(runtime)],
  };
}
