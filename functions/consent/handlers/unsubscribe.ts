import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { unsubscribeOperations } from '../api/unsubscribe.ts';
import { createLinkDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) =>
  httpFunction(runtime, {
    manifest,
    function: 'unsubscribe',
    operations: unsubscribeOperations(createLinkDeps(runtime)),
  });
