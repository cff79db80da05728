import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { requestOperations } from '../api/request.ts';
import { createRequestDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) => {
  const deps = createRequestDeps(runtime);
  const { idempotency } = deps;
  return httpFunction(runtime, {
    manifest,
    function: 'request',
    operations: requestOperations(deps),
    idempotency,
  });
};
