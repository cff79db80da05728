import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createCounter } from '../container.ts';

/** Where the law makes us ask who sits there, it also makes us keep it (CPCE L34-1); by default there is nothing. */
export const contribute: Contribute<ErasureStep> = (runtime) => ({
  category: 'INTERNET_SESSIONS',
  keyClasses: [],
  keptOn: 'GDPR 17(3)(b)',
  blockers: () => Promise.resolve([]),
  count: createCounter(runtime).count,
  erase: () => Promise.resolve(0),
});
