import { createDueCalendar } from '#core/due.ts';
import { createIndexEraser } from '#core/partition-eraser.ts';
import type { Runtime } from '#core/runtime.ts';
import { createPeople } from '../patrons/provides.ts';
import { createConsultations, table } from './adapters/consultation-store.ts';

/** RET-21: what the elimination slip calls them. */
export const createCalendar = (runtime: Runtime) =>
  createDueCalendar(runtime, { table, rules: { ARCHIVE_CONSULTATION: 'RET-08' } });

export const createExportDeps = (runtime: Runtime) => ({
  runtime,
  consultations: createConsultations(runtime, createCalendar(runtime)),
});

export const createIntakeDeps = (runtime: Runtime) => ({
  ...createExportDeps(runtime),
  people: createPeople(runtime),
});

export const createEraser = (runtime: Runtime) => createIndexEraser(runtime, { table });
