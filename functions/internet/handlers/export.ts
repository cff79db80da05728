import type { ExportStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createCounter } from '../container.ts';

/** How many, never which: whoever prepares the answer has no key to the vault (RET-19). */
export const contribute: Contribute<ExportStep> = (runtime) => {
  const counter = createCounter(runtime);
  return {
    category: 'INTERNET_SESSIONS',
    read: async (subject) => ({ keptUnderYourName: await counter.count(subject) }),
  };
};
