import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { recordOperations } from '../api/record.ts';
import { createRecordDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) =>
  httpFunction(runtime, {
    manifest,
    function: 'record',
    operations: recordOperations(createRecordDeps(runtime)),
  });
