import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createErasureDeps } from '../container.ts';

/** GOV-16: paper has no key to destroy. The link to the reader goes at once, and the form goes on the shred list. */
export const contribute: Contribute<ErasureStep> = (runtime) => {
  const { forms, count } = createErasureDeps(runtime);
  return {
    category: 'PAPER_FORMS',
    keyClasses: [],
    blockers: () => Promise.resolve([]),
    count,
    erase: ({ subjectRef }) => forms.release(subjectRef),
  };
};
