import type { ReadingStep } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import { createPeople } from '../patrons/provides.ts';
import { createBelongings } from './adapters/belongings.ts';
import { createCirculation } from './adapters/circulation.ts';
import { createRecords } from './adapters/records.ts';
import { createTools } from './adapters/tools.ts';

export function createIntakeDeps(runtime: Runtime) {
  const tools = createTools(runtime);
  const people = createPeople(runtime);
  return { runtime, people, records: createRecords(tools) };
}

export function createReadDeps(runtime: Runtime, readings: readonly ReadingStep[] = []) {
  const tools = createTools(runtime);
  return {
    readings,
    runtime,
    people: createPeople(runtime),
    circulation: createCirculation(tools),
    accessLog: tools.accessLog,
  };
}

export const createSweep = (runtime: Runtime) => createTools(runtime).calendar;

export const createErasureDeps = (runtime: Runtime) => createBelongings(createTools(runtime));

export function createExportDeps(runtime: Runtime) {
  return { runtime, circulation: createCirculation(createTools(runtime)) };
}
