import type { Runtime } from '#core/runtime.ts';
import { createIdempotency } from '../exchange/provides.ts';
import { createSignoffs } from '../governance/provides.ts';
import { createPeople } from '../patrons/provides.ts';
import { createConfirmationLinks } from './adapters/confirmation-links.ts';
import { createDecisionReads } from './adapters/decision-reads.ts';
import { createGateReads } from './adapters/gate-reads.ts';
import { createLedgerStore } from './adapters/ledger-store.ts';
import { createNoticeStore } from './adapters/notice-store.ts';
import { createOppositionLinks } from './adapters/opposition-links.ts';
import { createQuestionStore } from './adapters/question-store.ts';
import { createReaderLinks } from './adapters/reader-links.ts';
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

/** What a link at the foot of a message needs. */
export function createLinkDeps(runtime: Runtime) {
  return { ...createDeps(runtime), links: createOppositionLinks(runtime) };
}

/** What the desk needs: it also hands out the link to a reader's own page. */
export function createDeskDeps(runtime: Runtime) {
  const deps = createDeps(runtime);
  const reads = createDecisionReads(deps.people);
  return { ...deps, reads, links: createReaderLinks(runtime) };
}

/** What that page needs: also who signed what. */
export function createPageDeps(runtime: Runtime) {
  return {
    ...createDeps(runtime),
    links: createReaderLinks(runtime),
    signoffs: createSignoffs(runtime),
  };
}

/** What the question by message and its answer need. */
export function createConfirmationDeps(runtime: Runtime) {
  return {
    ...createDeps(runtime),
    reads: createGateReads(runtime),
    questions: createQuestionStore(runtime),
    links: createConfirmationLinks(runtime),
    idempotency: createIdempotency(runtime),
  };
}
