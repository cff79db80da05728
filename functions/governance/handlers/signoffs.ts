import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { createIdempotency } from '../../exchange/provides.ts';
import { signoffOperations } from '../api/signoffs.ts';
import { createDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) =>
  httpFunction(runtime, {
    manifest,
    function: 'signoffs',
    operations: signoffOperations(createDeps(runtime)),
    idempotency: createIdempotency(runtime),
  });
