import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { confirmationOperations } from '../api/confirmation.ts';
import { createConfirmationDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) => {
  const deps = createConfirmationDeps(runtime);
  return httpFunction(runtime, {
    manifest,
    function: 'confirmation',
    operations: confirmationOperations(deps),
    idempotency: deps.idempotency,
  });
};
