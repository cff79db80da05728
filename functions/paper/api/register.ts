import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { destroyForm, fileForm, shredList } from '../app/keep-register.ts';
import type { createDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';

export function registerOperations(
  deps: ReturnType<typeof createDeps>,
): Operations<typeof manifest, 'register'> {
  return {
    putForm: async ({ parameters, body, caller, now }) => {
      const filed = await fileForm(deps, { ...parameters, form: body, caller, now });
      return filed.ok ? ok({ status: 200, body: filed.value }) : filed;
    },
    putDestruction: async ({ parameters, body, caller, now }) => {
      const gone = await destroyForm(deps, { ...parameters, how: body, caller, now });
      return gone.ok ? ok({ status: 200, body: gone.value }) : gone;
    },
    readShredList: async ({ query, caller }) => {
      const items = await shredList(deps, { caller, commune: query.commune });
      return ok({ status: 200, body: { items } });
    },
  };
}
