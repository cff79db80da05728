import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { listTitles, readTitle } from '../app/read-titles.ts';
import type { createTitleDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';

export function titleOperations(
  deps: ReturnType<typeof createTitleDeps>,
): Operations<typeof manifest, 'titles'> {
  return {
    listTitles: async ({ query, caller }) => {
      const items = await listTitles(deps, { caller, commune: query.commune });
      return ok({ status: 200, body: { items } });
    },
    getTitle: async ({ parameters, caller }) => {
      const title = await readTitle(deps, { ...parameters, caller });
      return title.ok ? ok({ status: 200, body: title.value }) : title;
    },
  };
}
