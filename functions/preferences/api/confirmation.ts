import { htmlReply } from '#core/http/html.ts';
import type { Operations } from '#core/http/types.ts';
import { confirm, openConfirmation } from '../app/confirmation.ts';
import type { createPageDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';
import {
  answeredPage,
  deadQuestionPage,
  questionPage,
  refusedPage,
} from '../pages/confirmation.tsx';
import { linkPages } from './link-pages.ts';

/** `/c/{token}`, double opt-in: GET is inert, one button answers (CON-01). */
export function confirmationOperations(
  deps: ReturnType<typeof createPageDeps>,
): Pick<Operations<typeof manifest, 'page'>, 'getConfirmation' | 'postConfirmation'> {
  const page = linkPages({
    site: deps.runtime.network.name,
    open: (link) => openConfirmation(deps, link),
    closed: deadQuestionPage,
  });
  return {
    getConfirmation: page(async ({ patron, aim }, { now, site, locale }) => {
      const { purpose, channel } = aim;
      const { texts } = await deps.choices.read(patron, { locale, now });
      const text = texts[purpose];
      return htmlReply(questionPage({ purpose, channel, site, locale, text }), { locale });
    }),
    postConfirmation: page(async (opened, { now, ...place }) => {
      const { locale } = place;
      const confirmed = await confirm(deps, opened, { locale, now });
      if (!confirmed.ok) return htmlReply(refusedPage(place), { locale, status: 409 });
      return htmlReply(answeredPage(opened.aim.purpose, opened.isParents, place), { locale });
    }),
  };
}
