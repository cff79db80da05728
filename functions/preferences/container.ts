import type { Runtime } from '#core/runtime.ts';
import {
  createChoices,
  createDecisions,
  createGate,
  createObjections,
} from '../consent/provides.ts';
import { createIdempotency } from '../exchange/provides.ts';
import { createSignoffs } from '../governance/provides.ts';
import { createPeople } from '../patrons/provides.ts';
import { createQuestionStore } from './adapters/question-store.ts';
import { createReaderLinks } from './adapters/reader-links.ts';
import { createSignedLinks } from './adapters/signed-links.ts';

/** What handing over a link and putting a question need. */
export function createDeskDeps(runtime: Runtime) {
  return {
    runtime,
    choices: createChoices(runtime),
    gate: createGate(runtime),
    links: createReaderLinks(runtime),
    questions: createQuestionStore(runtime),
    idempotency: createIdempotency(runtime),
  };
}

/** What `/p/` and `/c/` need: what a reader decides there is recorded. */
export function createPageDeps(runtime: Runtime) {
  return {
    runtime,
    people: createPeople(runtime),
    choices: createChoices(runtime),
    decisions: createDecisions(runtime),
    signoffs: createSignoffs(runtime),
    links: { ...createReaderLinks(runtime), ...createSignedLinks(runtime) },
    questions: createQuestionStore(runtime),
  };
}

/** What `/u/` needs: it can only stop. */
export function createOppositionDeps(runtime: Runtime) {
  return {
    runtime,
    people: createPeople(runtime),
    objections: createObjections(runtime),
    links: createSignedLinks(runtime),
  };
}
