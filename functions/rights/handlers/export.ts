import type { ExportStep } from '#core/contributions.ts';
import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { exportOperations } from '../api/export.ts';
import { createRunDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create<ExportStep> = (runtime, steps) =>
  httpFunction(runtime, {
    manifest,
    function: 'export',
    operations: exportOperations({ ...createRunDeps(runtime), steps }),
  });
