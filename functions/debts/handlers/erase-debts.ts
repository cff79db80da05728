import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createDebtEraser } from '../container.ts';

/** RET-11: what is owed holds the reader back until it is settled or its title is archived, four years at most. */
export const contribute: Contribute<ErasureStep> = (runtime) => {
  const { debts, ...eraser } = createDebtEraser(runtime);
  return {
    category: 'DEBTS',
    keyClasses: ['contact'],
    blockers: async ({ subjectRef }) =>
      (await debts.blocking(subjectRef)).map(({ isTitled, since, until }) => ({
        code: isTitled ? 'TITLE_ISSUED' : 'DEBT',
        since,
        until,
        owner: 'REGISSEUR',
      })),
    ...eraser,
  };
};
