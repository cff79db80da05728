import type { Runtime } from '#core/runtime.ts';
import { createSignoffReads, createSignoffStore } from './adapters/signoff-store.ts';

export function createDeps(runtime: Runtime) {
  return { runtime, signoffs: createSignoffStore(runtime) };
}

/** What the register needs: nothing that writes. */
export function createRegisterDeps(runtime: Runtime) {
  return { runtime, signoffs: createSignoffReads(runtime) };
}
