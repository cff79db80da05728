import { sayErrors } from '#core/http/response.ts';
import type { Operations } from '#core/http/types.ts';
import { fail, ok } from '#core/result.ts';
import { notFound } from '#core/problem.ts';
import { actsIn } from '#core/caller.ts';
import { importPatrons } from '../app/import-patrons.ts';
import { upsertPatron } from '../app/upsert-patron.ts';
import type { createWriteDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';

export function writeOperations(
  deps: ReturnType<typeof createWriteDeps>,
): Operations<typeof manifest, 'write'> {
  return {
    putPatron: async ({ parameters, body, caller, now, locale }) => {
      const { patronRef } = parameters;
      const upserted = await upsertPatron(deps, { patronRef, input: body, caller, now });
      if (!upserted.ok) return upserted;
      const { isNew, warnings, ...answer } = upserted.value;
      return ok({
        status: isNew ? 201 : 200,
        body: { patronRef, ...answer, warnings: sayErrors(warnings, locale) },
      });
    },
    importPatrons: async ({ body, caller, now, locale }) => {
      if (!actsIn(caller, body.commune)) return fail(notFound);
      const outcomes = await importPatrons(deps, { ...body, caller, now });
      return ok({
        status: 200,
        body: {
          outcomes: outcomes.map((one) => ({ ...one, errors: sayErrors(one.errors, locale) })),
        },
      });
    },
  };
}
