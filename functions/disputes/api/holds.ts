import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { closeHold, putHold } from '../app/put-hold.ts';
import { listHolds, readHold, viewHold } from '../app/read-holds.ts';
import type { createDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';

export function holdOperations(
  deps: ReturnType<typeof createDeps>,
): Operations<typeof manifest, 'holds'> {
  return {
    putHold: async ({ parameters, body, caller, now }) => {
      const put = await putHold(deps, { ...parameters, ...body, caller, now });
      if (!put.ok) return put;
      const { hold, isNew } = put.value;
      return ok({ status: isNew ? 201 : 200, body: viewHold(deps.runtime, hold, now) });
    },
    closeHold: async ({ parameters, body, caller, now }) => {
      const hold = await closeHold(deps, { ...parameters, ...body, caller, now });
      return hold.ok ? ok({ status: 200, body: viewHold(deps.runtime, hold.value, now) }) : hold;
    },
    listHolds: async ({ query: { commune, overdue }, caller, now }) => {
      const items = await listHolds(deps, {
        ...{ caller, now },
        ...(commune !== undefined && { commune }),
        ...(overdue !== undefined && { overdue: overdue === 'true' }),
      });
      return ok({ status: 200, body: { items } });
    },
    readHold: async ({ parameters, caller, now }) => {
      const hold = await readHold(deps, { ...parameters, caller, now });
      return hold.ok ? ok({ status: 200, body: hold.value }) : hold;
    },
  };
}
