import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { createSubjectKeys } from '#core/vault/subject-keys.ts';
import { createTombstones } from '#core/vault/tombstones.ts';
import { createClosing } from '../governance/provides.ts';
import { createPeople } from '../patrons/provides.ts';
import { createCaseStore } from './adapters/case-store.ts';
import { createRecipients } from './adapters/recipients.ts';

export function createDeps(runtime: Runtime) {
  return {
    runtime,
    cases: createCaseStore(runtime),
    people: createPeople(runtime),
    index: createBlindIndex(runtime),
  };
}

/** What the runs need, which never ask who somebody is. */
export function createRunDeps(runtime: Runtime) {
  return { runtime, cases: createCaseStore(runtime) };
}

export function createErasureDeps(runtime: Runtime) {
  return {
    ...createRunDeps(runtime),
    keys: createSubjectKeys(runtime),
    recipients: createRecipients(runtime),
  };
}

export function createReplayDeps(runtime: Runtime) {
  return { runtime, stones: createTombstones(runtime), closing: createClosing(runtime) };
}
