import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { readPatron } from '../app/read-patron.ts';
import { listNoticeTasks } from '../app/tell-untold.ts';
import type { createReadDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';

export function readOperations(
  deps: ReturnType<typeof createReadDeps>,
): Operations<typeof manifest, 'read'> {
  return {
    listNoticeTasks: async ({ caller }) =>
      ok({ status: 200, body: { items: await listNoticeTasks(deps, caller) } }),
    getPatron: async ({ parameters, caller, now }) => {
      const patron = await readPatron(deps, { ...parameters, caller, now });
      return patron.ok ? ok({ status: 200, body: patron.value }) : patron;
    },
  };
}
