import { createAccessLog } from '#core/access-log.ts';
import { createIndexEraser } from '#core/partition-eraser.ts';
import type { Runtime } from '#core/runtime.ts';
import { createPeople } from '../patrons/provides.ts';
import { createLedger } from './adapters/ledger.ts';
import { createOpenDebts } from './adapters/open-debts.ts';
import {
  createDebtCalendar,
  createTitleCalendar,
  debtsTable,
  titlesTable,
} from './adapters/tables.ts';
import { createTitleArchive } from './adapters/title-archive.ts';
import { createDebtors } from './app/debtor.ts';

export function createIntakeDeps(runtime: Runtime) {
  const people = createPeople(runtime);
  return { runtime, people, debtors: createDebtors(people), ledger: createLedger(runtime) };
}

export function createDebtDeps(runtime: Runtime) {
  const calendar = createDebtCalendar(runtime);
  return {
    runtime,
    debts: createOpenDebts(runtime),
    accessLog: createAccessLog(runtime, { table: debtsTable, calendar }),
  };
}

export function createTitleDeps(runtime: Runtime) {
  const calendar = createTitleCalendar(runtime);
  return {
    runtime,
    archive: createTitleArchive(runtime),
    accessLog: createAccessLog(runtime, { table: titlesTable, calendar }),
  };
}

export const createCalendars = (runtime: Runtime) => [
  createDebtCalendar(runtime),
  createTitleCalendar(runtime),
];

export const createDebtEraser = (runtime: Runtime) => ({
  ...createIndexEraser(runtime, { table: debtsTable }),
  debts: createOpenDebts(runtime),
});

export const createTitleCounter = (runtime: Runtime) =>
  createIndexEraser(runtime, { table: titlesTable });

export const createExportDeps = (runtime: Runtime) => ({
  debts: createOpenDebts(runtime),
  archive: createTitleArchive(runtime),
});
