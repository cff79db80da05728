import type { ExportStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createLedgerStore } from '../adapters/ledger-store.ts';
import { viewChoices, viewEvent } from '../api/views.ts';

/** Every choice and what proves it (RGT-03). */
export const contribute: Contribute<ExportStep> = (runtime) => {
  const ledger = createLedgerStore(runtime);
  return {
    category: 'CONSENTS',
    read: async ({ subjectRef }) => {
      const [consents, events] = await Promise.all([
        ledger.read(subjectRef),
        ledger.events(subjectRef),
      ]);
      return { choices: viewChoices(consents), history: events.map(viewEvent) };
    },
  };
};
