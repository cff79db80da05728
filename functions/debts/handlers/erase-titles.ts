import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createTitleCounter } from '../container.ts';

/** RET-14: the accounts of a commune keep their titles whatever the debtor asks; the reader is told how many. */
export const contribute: Contribute<ErasureStep> = (runtime) => ({
  category: 'DEBT_TITLES',
  keyClasses: [],
  keptOn: 'GDPR 17(3)(b)',
  blockers: () => Promise.resolve([]),
  count: createTitleCounter(runtime).count,
  erase: () => Promise.resolve(0),
});
