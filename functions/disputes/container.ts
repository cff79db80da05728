import type { Runtime } from '#core/runtime.ts';
import { createTallies } from '#core/tally.ts';
import { createPeople } from '../patrons/provides.ts';
import { createEraser } from './adapters/eraser.ts';
import { createHolds } from './adapters/hold-store.ts';
import { table } from './adapters/keys.ts';
import { createFindLoan } from './adapters/live-loans.ts';

export function createExportDeps(runtime: Runtime) {
  return { runtime, holds: createHolds(runtime) };
}

function createLoanDeps(runtime: Runtime) {
  return { ...createExportDeps(runtime), findLoan: createFindLoan(runtime) };
}

export function createSweepDeps(runtime: Runtime) {
  return { ...createLoanDeps(runtime), tallies: createTallies(runtime, table) };
}

export function createDeps(runtime: Runtime) {
  return { ...createLoanDeps(runtime), people: createPeople(runtime) };
}

export function createErasureDeps(runtime: Runtime) {
  return { ...createExportDeps(runtime), eraser: createEraser(runtime) };
}
