import type { Create } from '#core/entry.ts';
import { httpFunction } from '#core/http/handler.ts';
import { debtOperations } from '../api/debts.ts';
import { createDebtDeps } from '../container.ts';
import { manifest } from '../manifest.ts';

export const create: Create = (runtime) =>
  httpFunction(runtime, {
    manifest,
    function: 'read',
    operations: debtOperations(createDebtDeps(runtime)),
  });
