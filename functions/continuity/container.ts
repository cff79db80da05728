import type { Runtime } from '#core/runtime.ts';
import { createLoansOut } from '../loans/provides.ts';

export function createDeps(runtime: Runtime) {
  return { runtime, loans: createLoansOut(runtime) };
}
