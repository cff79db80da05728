import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { listDiscrepancies } from '../app/list-discrepancies.ts';
import { takeAcks, tellNews } from '../app/tell-news.ts';
import type { createNewsDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';

export function newsOperations(
  deps: ReturnType<typeof createNewsDeps>,
): Operations<typeof manifest, 'news'> {
  return {
    readOutbox: async ({ query, caller }) => {
      const { since, cursor, limit } = query;
      return ok({
        status: 200,
        body: await tellNews(deps, { since: cursor ?? since, limit, caller }),
      });
    },
    listDiscrepancies: async ({ query, caller, now, locale }) =>
      ok({
        status: 200,
        body: await listDiscrepancies(deps, {
          ...{ since: query.cursor, limit: query.limit, caller, now, locale },
        }),
      }),
    ackOutbox: async ({ body, caller }) =>
      ok({ status: 200, body: { acknowledged: await takeAcks(deps, { ...body, caller }) } }),
  };
}
