import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { blockersOf } from '../app/blockers.ts';
import { createDebtEraser } from '../container.ts';

export const contribute: Contribute<ErasureStep> = (runtime) => {
  const { debts, ...eraser } = createDebtEraser(runtime);
  return {
    category: 'DEBTS',
    keyClasses: ['contact'],
    blockers: async ({ subjectRef }) => blockersOf(await debts.blocking(subjectRef)),
    ...eraser,
  };
};
