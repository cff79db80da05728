import type { ExportStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createDirectory } from '../adapters/directory.ts';
import { withStandingNotes } from '../domain/view.ts';

export const contribute: Contribute<ExportStep> = (runtime) => {
  const directory = createDirectory(runtime);
  return {
    category: 'IDENTITY',
    read: async ({ subjectRef }, now) => {
      const patron = await directory.read(subjectRef);
      const today = now.toZonedDateTimeISO(runtime.network.zone).toPlainDate();
      return patron && withStandingNotes(patron, today);
    },
  };
};
