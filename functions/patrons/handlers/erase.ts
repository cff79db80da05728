import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createEraser } from '../adapters/eraser.ts';
import { createReadDeps } from '../container.ts';

/** While a document is out, who has it stays known: that alone waits (RGT-06, RET-11). */
export const contribute: Contribute<ErasureStep> = (runtime) => {
  const { activity } = createReadDeps(runtime);
  return {
    category: 'IDENTITY',
    keyClasses: ['contact'],
    isLast: true,
    blockers: async (subject) => {
      const { openLoans, oldestOpenSince } = await activity.of(subject);
      return openLoans > 0 && oldestOpenSince
        ? [{ code: 'OPEN_LOAN', since: oldestOpenSince }]
        : [];
    },
    ...createEraser(runtime),
  };
};
