import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { sheetOperations } from '../api/sheet.ts';
import { createDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) =>
  httpFunction(runtime, {
    manifest,
    function: 'sheet',
    operations: sheetOperations(createDeps(runtime)),
  });
