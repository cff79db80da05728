import type { Operations } from '#core/http/types.ts';
import { actsIn } from '#core/caller.ts';
import { notFound } from '#core/problem.ts';
import { fail, ok } from '#core/result.ts';
import { reportQuality } from '../app/report-quality.ts';
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
    readQuality: async ({ query, caller }) => {
      if (!actsIn(caller, query.commune)) return fail(notFound);
      return ok({ status: 200, body: await reportQuality(deps.directory, query.commune) });
    },
    getPatron: async ({ parameters, caller, now }) => {
      const patron = await readPatron(deps, { ...parameters, caller, now });
      return patron.ok ? ok({ status: 200, body: patron.value }) : patron;
    },
  };
}
