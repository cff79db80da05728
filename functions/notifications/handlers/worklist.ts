import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { worklistOperations } from '../api/worklist.ts';
import { createWorklistDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) => {
  const deps = createWorklistDeps(runtime);
  const { idempotency } = deps;
  return httpFunction(runtime, {
    manifest,
    function: 'worklist',
    operations: worklistOperations(deps),
    idempotency,
  });
};
