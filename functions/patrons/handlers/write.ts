import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { writeOperations } from '../api/write.ts';
import { createWriteDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) =>
  httpFunction(runtime, {
    manifest,
    function: 'write',
    operations: writeOperations(createWriteDeps(runtime)),
  });
