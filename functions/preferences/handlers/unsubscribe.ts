import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { oppositionOperations } from '../api/opposition.ts';
import { createOppositionDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) =>
  httpFunction(runtime, {
    manifest,
    function: 'unsubscribe',
    operations: oppositionOperations(createOppositionDeps(runtime)),
  });
