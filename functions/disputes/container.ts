import type { Runtime } from '#core/runtime.ts';
import { createPeople } from '../patrons/provides.ts';
import { createEraser } from './adapters/eraser.ts';
import { createHolds } from './adapters/hold-store.ts';
import { createFindLoan } from './adapters/live-loans.ts';

export function createExportDeps(runtime: Runtime) {
  return { runtime, holds: createHolds(runtime) };
}

export function createSweepDeps(runtime: Runtime) {
  return { ...createExportDeps(runtime), findLoan: createFindLoan(runtime) };
}

export function createDeps(runtime: Runtime) {
  return { ...createSweepDeps(runtime), people: createPeople(runtime) };
}

export function createErasureDeps(runtime: Runtime) {
  return { ...createExportDeps(runtime), eraser: createEraser(runtime) };
}
