import type { Runtime } from '#core/runtime.ts';
import { createSubjectKeys } from '#core/vault/subject-keys.ts';
import { createPeople } from '../patrons/provides.ts';
import { createCaseStore } from './adapters/case-store.ts';

export function createDeps(runtime: Runtime) {
  return { runtime, cases: createCaseStore(runtime), people: createPeople(runtime) };
}

export function createErasureDeps(runtime: Runtime) {
  return { runtime, cases: createCaseStore(runtime), keys: createSubjectKeys(runtime) };
}
