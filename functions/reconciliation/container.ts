import type { Runtime } from '#core/runtime.ts';
import { createLoansOut } from '../loans/provides.ts';
import { createSnapshots } from './adapters/snapshot-store.ts';

export function createDeps(runtime: Runtime) {
  return { runtime, loans: createLoansOut(runtime), snapshots: createSnapshots(runtime) };
}
