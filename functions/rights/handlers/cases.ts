import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { createIdempotency } from '../../exchange/provides.ts';
import { caseOperations } from '../api/cases.ts';
import { createDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) =>
  httpFunction(runtime, {
    manifest,
    function: 'cases',
    operations: caseOperations(createDeps(runtime)),
    idempotency: createIdempotency(runtime),
  });
