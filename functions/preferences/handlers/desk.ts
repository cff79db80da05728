import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { deskOperations } from '../api/desk.ts';
import { createDeskDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) => {
  const deps = createDeskDeps(runtime);
  return httpFunction(runtime, {
    manifest,
    function: 'desk',
    operations: deskOperations(deps),
    idempotency: deps.idempotency,
  });
};
