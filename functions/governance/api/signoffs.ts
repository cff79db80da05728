import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { signOff } from '../app/sign-off.ts';
import type { createDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';

export function signoffOperations(
  deps: ReturnType<typeof createDeps>,
): Operations<typeof manifest, 'signoffs'> {
  return {
    postSignoff: async ({ parameters, body, caller }) => {
      const { code } = parameters;
      const { commune, ...decided } = body;
      const signed = await signOff(deps, { code, commune, decided, caller });
      if (!signed.ok) return signed;
      return ok({ status: 201, body: { purpose: code, commune, ...signed.value } });
    },
  };
}
