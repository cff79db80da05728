import type { Runtime } from '#core/runtime.ts';
import { createSignoffs } from '../governance/provides.ts';
import { createPeople } from '../patrons/provides.ts';
import { createDecisionReads } from './adapters/decision-reads.ts';
import { createGateReads } from './adapters/gate-reads.ts';
import { createLedgerStore } from './adapters/ledger-store.ts';
import { createNoticeStore } from './adapters/notice-store.ts';
import { makeGate } from './app/gate.ts';

/** What the routes of a reader's choices need. */
export function createDeps(runtime: Runtime) {
  return {
    runtime,
    people: createPeople(runtime),
    ledger: createLedgerStore(runtime),
    notices: createNoticeStore(runtime),
  };
}

/** What reading needs: also who signed what. */
export function createReadDeps(runtime: Runtime) {
  return { ...createDeps(runtime), signoffs: createSignoffs(runtime) };
}

/** What the dry run of the gate needs: nothing that writes. */
export function createGateDeps(runtime: Runtime) {
  const people = createPeople(runtime);
  return { runtime, people, gate: makeGate({ runtime, people, reads: createGateReads(runtime) }) };
}

/** What recording needs: also all that a decision is judged by, in one call. */
export function createRecordDeps(runtime: Runtime) {
  const deps = createDeps(runtime);
  return { ...deps, reads: createDecisionReads(deps.people) };
}
