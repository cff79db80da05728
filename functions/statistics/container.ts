import type { Runtime } from '#core/runtime.ts';
import { createMonthReads, createMonths } from './adapters/counter-store.ts';

export const createReadDeps = (runtime: Runtime) => ({
  network: runtime.network,
  months: createMonthReads(runtime),
});

export const createCloseDeps = (runtime: Runtime) => ({
  runtime,
  months: createMonths(runtime),
});
