import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { confirmationOperations } from '../api/confirmation.ts';
import { preferenceOperations } from '../api/preferences.ts';
import { createPageDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) => {
  const deps = createPageDeps(runtime);
  return httpFunction(runtime, {
    manifest,
    function: 'page',
    operations: { ...preferenceOperations(deps), ...confirmationOperations(deps) },
  });
};
