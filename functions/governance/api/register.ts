import { communesOf } from '#core/network.ts';

import type { Operations } from '#core/http/types.ts';
import { notFound } from '#core/problem.ts';
import { fail, ok } from '#core/result.ts';
import { readRegister } from '../app/read-register.ts';
import type { createRegisterDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';

export function registerOperations(
  deps: ReturnType<typeof createRegisterDeps>,
): Operations<typeof manifest, 'register'> {
  return {
    getRegister: async ({ query, caller, now }) => {
      const { network } = deps.runtime;
      const communes = communesOf(network, caller, query.commune);
      if (communes.length === 0) return fail(notFound);
      const signoffs = await deps.signoffs.readMany(communes.map(({ id }) => id));
      const items = communes.flatMap((commune) =>
        readRegister({ network, commune, signoffs, now }),
      );
      return ok({ status: 200, body: { items } });
    },
  };
}
