import type { ExportStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createExportDeps } from '../container.ts';

export const contribute: Contribute<ExportStep> = (runtime) => {
  const forms = createExportDeps(runtime);
  return {
    category: 'PAPER_FORMS',
    read: async ({ subjectRef }) =>
      (await forms.ofReader(subjectRef)).map(({ formNumber, kind, library, signedOn }) => ({
        ...{ formNumber, kind, library, signedOn },
      })),
  };
};
