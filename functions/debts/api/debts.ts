import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { listDebts } from '../app/read-titles.ts';
import type { createDebtDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';

export function debtOperations(
  deps: ReturnType<typeof createDebtDeps>,
): Operations<typeof manifest, 'read'> {
  return {
    listDebts: async ({ query, caller }) => {
      const items = await listDebts(deps, { caller, commune: query.commune });
      return ok({ status: 200, body: { items } });
    },
  };
}
