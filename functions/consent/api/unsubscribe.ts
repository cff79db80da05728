import { purposes } from '#core/catalogue/purposes.ts';
import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { appendDecision } from '../app/record-decision.ts';
import type { createLinkDeps } from '../container.ts';
import type { Opposition } from '../domain/opposition-token.ts';
import type { manifest } from '../manifest.ts';
import { confirmationPage, requestPage, unknownPage } from '../pages/opposition.ts';

const html = (body: string, status = 200) =>
  ok({
    status,
    body,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });

/** RFC 8058: GET changes nothing (link scanners), POST needs no login, and answers 200 however often it comes. */
export function unsubscribeOperations(
  deps: ReturnType<typeof createLinkDeps>,
): Operations<typeof manifest, 'unsubscribe'> {
  return {
    getOpposition: async ({ parameters, locale }) => {
      const opposition = await deps.links.read(parameters.token);
      return opposition ? html(requestPage(opposition, locale)) : html(unknownPage(locale), 404);
    },
    postOpposition: async ({ parameters, locale }) => {
      const opposition = await deps.links.read(parameters.token);
      if (!opposition) return html(unknownPage(locale), 404);
      await oppose(deps, opposition);
      return html(confirmationPage(opposition, locale));
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
