import { communesOf } from '#core/network.ts';

import { htmlReply } from '#core/http/html.ts';
import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { readSlip } from '../app/slip.ts';
import type { createReadDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';
import { slipPage } from '../pages/slip.tsx';

export function readOperations(
  deps: ReturnType<typeof createReadDeps>,
): Operations<typeof manifest, 'read'> {
  return {
    listRuns: async ({ query, caller }) => {
      const { limit, cursor, commune } = query;
      const communes = communesOf(deps.runtime.network, caller, commune).map(({ id }) => id);
      const page = await deps.runs.list({
        communes,
        limit,
        ...(cursor !== undefined && { cursor }),
      });
      return ok({ status: 200, body: page });
    },
    readSlip: async ({ parameters, caller, headers, locale }) => {
      const slip = await readSlip(deps, { ...parameters, caller });
      if (!slip.ok) return slip;
      if (headers['accept']?.includes('text/html'))
        return ok(htmlReply(slipPage(slip.value, locale), { locale }));
      const { run, archivesVisaRef } = slip.value;
      const { runId, rule, commune, category, deleted: count, from, to, at } = run;
      const span = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
      const body = {
        runId,
        rule,
        commune,
        category,
        count,
        ...span,
        at,
        archivesVisaRef: archivesVisaRef ?? null,
      };
      return ok({ status: 200, body });
    },
  };
}
