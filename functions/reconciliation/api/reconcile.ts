import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { reconcile } from '../app/reconcile.ts';
import { listSilentLoans } from '../app/silent-loans.ts';
import type { createDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';

export function reconcileOperations(
  deps: ReturnType<typeof createDeps>,
): Operations<typeof manifest, 'reconcile'> {
  return {
    postSnapshot: async ({ caller, now, body }) => {
      const settled = await reconcile(deps, { caller, now }, body);
      return settled.ok ? ok({ status: 200, body: settled.value }) : settled;
    },
    listSilentLoans: async ({ caller, now, query }) => {
      const items = await listSilentLoans(deps, { caller, now, ...query });
      return items.ok ? ok({ status: 200, body: { items: items.value } }) : items;
    },
  };
}
