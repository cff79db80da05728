import type { ExportStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createExporter } from '../adapters/exporter.ts';

export const contribute: Contribute<ExportStep> = (runtime) => ({
  category: 'PREFERENCE_LINKS',
  ...createExporter(runtime),
});
