import type { ExportStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createDirectory } from '../adapters/directory.ts';

export const contribute: Contribute<ExportStep> = (runtime) => {
  const directory = createDirectory(runtime);
  return { category: 'IDENTITY', read: ({ subjectRef }) => directory.read(subjectRef) };
};
