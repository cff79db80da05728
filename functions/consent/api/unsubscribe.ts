import { purposes } from '#core/catalogue/purposes.ts';
import { htmlReply } from '#core/http/html.ts';
import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import type { Locale } from '#core/text.ts';
import { appendDecision } from '../app/record-decision.ts';
import type { createLinkDeps } from '../container.ts';
import type { Opposition } from '../domain/opposition-token.ts';
import type { manifest } from '../manifest.ts';
import { confirmationPage, requestPage, unknownPage } from '../pages/opposition.tsx';

/** RFC 8058: GET changes nothing (link scanners), POST needs no login, and answers 200 however often it comes. */
export function unsubscribeOperations(
  deps: ReturnType<typeof createLinkDeps>,
): Operations<typeof manifest, 'unsubscribe'> {
  const site = deps.runtime.network.name;
  const unknown = (locale: Locale) =>
    ok(htmlReply(unknownPage({ site, locale }), { locale, status: 404 }));
  return {
    getOpposition: async ({ parameters, query, locale: preferred }) => {
      const locale = query.lang ?? preferred;
      const opposition = await deps.links.read(parameters.token);
      if (!opposition) return unknown(locale);
      return ok(htmlReply(requestPage({ opposition, site, locale }), { locale }));
    },
    postOpposition: async ({ parameters, query, locale: preferred }) => {
      const locale = query.lang ?? preferred;
      const opposition = await deps.links.read(parameters.token);
      if (!opposition) return unknown(locale);
      await oppose(deps, opposition);
      return ok(htmlReply(confirmationPage({ opposition, site, locale }), { locale }));
    },
  };
}

/** Somebody who was erased since, or a purpose that cannot be declined, changes nothing. */
async function oppose(
  deps: ReturnType<typeof createLinkDeps>,
  opposition: Opposition,
): Promise<void> {
  const { subjectRef, purpose, channel } = opposition;
  const patron = purposes[purpose].mandatory ? undefined : await deps.people.read(subjectRef);
  if (!patron) return;
  const occurredAt = deps.runtime.clock.now().toString({ smallestUnit: 'millisecond' });
  const recorded = await appendDecision(deps, {
    subject: { subjectRef, commune: patron.commune },
    actor: 'PATRON:link',
    purpose,
    channel,
    decision: 'OPPOSED',
    act: 'ONE_CLICK',
    evidence: { occurredAt, joint: false },
  });
  if (!recorded.ok) throw new Error('an objection could not be recorded');
}
