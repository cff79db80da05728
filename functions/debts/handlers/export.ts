import type { ExportStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createExportDeps } from '../container.ts';
import { titlesOf } from '../domain/title.ts';

/** RGT-03: what the person owes, and the titles on which they are the debtor. */
export const contribute: Contribute<ExportStep> = (runtime) => {
  const { debts, archive } = createExportDeps(runtime);
  return {
    category: 'DEBTS',
    read: async ({ subjectRef }) => ({
      debts: (await debts.ofReader(subjectRef)).map(({ claim, titleRef }) => ({
        ...claim,
        titleRef,
      })),
      titles: titlesOf(await archive.ofReader(subjectRef)),
    }),
  };
};
