import type { Temporal } from 'temporal-polyfill';
import { htmlReply } from '#core/http/html.ts';
import type { Operation, Reply, Request } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import type { Locale } from '#core/text.ts';
import type { Place } from '../pages/plain.tsx';

interface Spoken {
  readonly lang?: Locale | undefined;
}
type LinkRequest = Request<{ readonly token: string }, Spoken | undefined, Spoken | undefined>;

/**
 * What all these pages do: a token opens something, or one kind page says that it does not and never why (GOV-10); what is
 * opened is shown (NOT-06: GET changes nothing), or acted upon. No cookie, no script; the language of the page goes before that of the browser.
 */
export function linkPages<Opened>(page: {
  readonly site: string;
  readonly open: (link: { token: string; now: Temporal.Instant }) => Promise<Opened | undefined>;
  readonly closed: (place: Place) => string;
}) {
  return <R extends LinkRequest>(
      answer: (opened: Opened, request: Omit<R, 'locale'> & Place) => Promise<Reply>,
    ): Operation<R> =>
    async (request) => {
      const { parameters, query, body, now } = request;
      const locale = body?.lang ?? query?.lang ?? request.locale;
      const place = { site: page.site, locale };
      const opened = await page.open({ ...parameters, now });
      return ok(
        opened
          ? await answer(opened, { ...request, ...place })
          : htmlReply(page.closed(place), { locale, status: 404 }),
      );
    };
}
