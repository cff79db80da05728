import type { ExportStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { exportStep } from '../app/person.ts';
import { createExportDeps } from '../container.ts';

export const contribute: Contribute<ExportStep> = (runtime) =>
  exportStep(createExportDeps(runtime));
