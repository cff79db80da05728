import { createIndexEraser } from '#core/partition-eraser.ts';
import type { Runtime } from '#core/runtime.ts';
import { createPeople } from '../patrons/provides.ts';
import { createForms, table } from './adapters/form-store.ts';

export const createDeps = (runtime: Runtime) => ({
  runtime,
  people: createPeople(runtime),
  forms: createForms(runtime),
});

export const createErasureDeps = (runtime: Runtime) => ({
  forms: createForms(runtime),
  count: createIndexEraser(runtime, { table }).count,
});

export const createExportDeps = createForms;
