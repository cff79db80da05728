import { isChosen } from '#core/catalogue/choices.ts';
import { purposeByCode } from '#core/catalogue/purposes.ts';
import { purposeForbidden } from '#core/catalogue/reasons.ts';
import { htmlReply } from '#core/http/html.ts';
import type { Operations } from '#core/http/types.ts';
import { invalid, type FieldError } from '#core/problem.ts';
import { fail, ok } from '#core/result.ts';
import { askForConfirmation } from '../app/confirmation.ts';
import { issueLink, revokeLink } from '../app/link.ts';
import type { createDeskDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';

/** A link is handed over at the desk; a question is put by whoever may record a choice. */
export function deskOperations(
  deps: ReturnType<typeof createDeskDeps>,
): Operations<typeof manifest, 'desk'> {
  return {
    postPreferenceLink: async ({ parameters, caller, now, headers, locale }) => {
      const reached = await deps.choices.reach({ ...parameters, caller, now });
      if (!reached.ok) return reached;
      const issued = await issueLink(deps, reached.value, caller);
      if (!issued.ok) return issued;
      if (headers['accept']?.includes('text/html')) {
        const { preferenceSlip } = await import('../pages/preference-slip.tsx');
        const slip = preferenceSlip(issued.value, { site: deps.runtime.network.name, locale });
        return ok(htmlReply(slip, { locale, status: 201 }));
      }
      return ok({ status: 201, headers: { 'cache-control': 'no-store' }, body: issued.value });
    },
    deletePreferenceLink: async ({ parameters, caller, now }) => {
      const reached = await deps.choices.reach({ ...parameters, caller, now });
      if (!reached.ok) return reached;
      const revoked = await revokeLink(deps, reached.value, caller);
      return revoked.ok ? ok({ status: 204 }) : revoked;
    },
    postConfirmationRequest: async ({ parameters, body, caller, now }) => {
      const found = purposeByCode(body.purpose);
      if (found.kind !== 'SIGNED') return fail(purposeForbidden(found.rule));
      const reached = await deps.choices.reach({ ...parameters, caller, now });
      if (!reached.ok) return reached;
      const { purpose, channel } = body;
      if (!isChosen(purpose)) return fail(invalid([noQuestion]));
      const asking = { patron: reached.value, caller, purpose, channel, now };
      const asked = await askForConfirmation(deps, asking);
      return asked.ok ? ok({ status: 202 }) : asked;
    },
  };
}

const noQuestion: FieldError = {
  field: 'purpose',
  code: 'NOT_BASED_ON_CONSENT',
  rule: 'NOT-01',
  message: {
    fr: 'Cet usage ne repose pas sur un accord.',
    en: 'This purpose does not rest on consent.',
  },
};
