import type { ReadingStep } from '#core/contributions.ts';
import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { readOperations } from '../api/read.ts';
import { createReadDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create<ReadingStep> = (runtime, readings) =>
  httpFunction(runtime, {
    manifest,
    function: 'read',
    operations: readOperations(createReadDeps(runtime, readings)),
  });
