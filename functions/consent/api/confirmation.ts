import { purposeByCode } from '#core/catalogue/purposes.ts';
import { htmlReply } from '#core/http/html.ts';
import type { Operations } from '#core/http/types.ts';
import { invalid, type FieldError } from '#core/problem.ts';
import { fail, ok } from '#core/result.ts';
import { askForConfirmation, confirm, openConfirmation } from '../app/confirmation.ts';
import { reachReader } from '../app/reach.ts';
import type { createConfirmationDeps } from '../container.ts';
import { isChosen, preferenceNoticeId } from '../domain/preference-words.ts';
import type { manifest } from '../manifest.ts';
import {
  answeredPage,
  deadQuestionPage,
  questionPage,
  refusedPage,
} from '../pages/confirmation.tsx';
import { forbidden } from './record.ts';

/** Double opt-in: the question is asked by whoever may record a choice; it is answered by whoever reads that address. */
export function confirmationOperations(
  deps: ReturnType<typeof createConfirmationDeps>,
): Operations<typeof manifest, 'confirmation'> {
  const site = deps.runtime.network.name;
  return {
    postConfirmationRequest: async ({ parameters, body, caller, now }) => {
      const found = purposeByCode(body.purpose);
      if (found.kind !== 'SIGNED') return fail(forbidden(found.rule));
      const reached = await reachReader(deps, { ...parameters, caller, now });
      if (!reached.ok) return reached;
      const { purpose, channel } = body;
      if (!isChosen(purpose)) return fail(invalid([noQuestion]));
      const request = { reached: reached.value, caller, purpose, channel, now };
      const asked = await askForConfirmation(deps, request);
      return asked.ok ? ok({ status: 202 }) : asked;
    },
    getConfirmation: async ({ parameters, query, now, locale: preferred }) => {
      const locale = query.lang ?? preferred;
      const found = await openConfirmation(deps, { ...parameters, locale, now });
      if (!found) return ok(htmlReply(deadQuestionPage({ site, locale }), { locale, status: 404 }));
      const { purpose, channel } = found.aim;
      const text =
        found.notice?.id === preferenceNoticeId(purpose) ? undefined : found.notice?.body;
      return ok(htmlReply(questionPage({ purpose, channel, site, locale, text }), { locale }));
    },
    postConfirmation: async ({ parameters, body, now }) => {
      const { lang: locale } = body;
      const confirmed = await confirm(deps, { ...parameters, locale, now });
      if (!confirmed)
        return ok(htmlReply(deadQuestionPage({ site, locale }), { locale, status: 404 }));
      if (!confirmed.ok)
        return ok(htmlReply(refusedPage({ site, locale }), { locale, status: 409 }));
      const { aim, kind } = confirmed.value;
      const { purpose } = aim;
      const isShared = kind === 'GUARDIAN';
      return ok(htmlReply(answeredPage({ purpose, site, locale, isShared }), { locale }));
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
