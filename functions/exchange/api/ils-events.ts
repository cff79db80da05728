import type { IntakeStep } from '#core/contributions.ts';
import { sayErrors } from '#core/http/response.ts';
import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { applyBatch } from '../app/apply-batch.ts';
import type { manifest } from '../manifest.ts';

export function intakeOperations(
  steps: readonly IntakeStep[],
): Operations<typeof manifest, 'intake'> {
  return {
    postIlsEvents: async ({ body, caller, now, locale }) => {
      const outcomes = await applyBatch(steps, { caller, now }, body.events);
      return ok({
        status: 200,
        body: {
          outcomes: outcomes.map(({ errors, ...outcome }) => ({
            ...outcome,
            ...(errors && { errors: sayErrors(errors, locale) }),
          })),
        },
      });
    },
  };
}
