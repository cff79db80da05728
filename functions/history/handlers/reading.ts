import type { ReadingStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { readingStep } from '../app/read-kept.ts';
import { createDeps } from '../container.ts';

export const contribute: Contribute<ReadingStep> = (runtime) => readingStep(createDeps(runtime));
