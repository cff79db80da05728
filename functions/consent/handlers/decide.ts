import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { decideOperations } from '../api/decide.ts';
import { createGateDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) =>
  httpFunction(runtime, {
    manifest,
    function: 'decide',
    operations: decideOperations(createGateDeps(runtime)),
  });
