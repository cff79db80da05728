import type { ExportStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { exportStep } from '../app/read-kept.ts';
import { createDeps } from '../container.ts';

export const contribute: Contribute<ExportStep> = (runtime) => exportStep(createDeps(runtime));
