import type { Runtime } from '#core/runtime.ts';
import { createLoanActs } from '../loans/provides.ts';
import { createMonths } from './adapters/month-store.ts';

export const createReadDeps = (runtime: Runtime) => ({ runtime, months: createMonths(runtime) });

export const createCloseDeps = (runtime: Runtime) => ({
  runtime,
  months: createMonths(runtime),
  acts: createLoanActs(runtime),
});
