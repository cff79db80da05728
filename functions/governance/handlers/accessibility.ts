import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { accessibilityOperations } from '../api/accessibility.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) =>
  httpFunction(runtime, {
    manifest,
    function: 'accessibility',
    operations: accessibilityOperations(runtime.network),
  });
