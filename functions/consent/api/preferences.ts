import { htmlReply } from '#core/http/html.ts';
import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { changePreference, openPreferences } from '../app/preferences.ts';
import type { createPageDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';
import { closedLinkPage, preferencesPage } from '../pages/preferences.tsx';
import type { Outcome } from '../pages/preferences-words.ts';

/** The page of a reader's choices: POST-redirect-GET, no cookie, no script; a link that does not hold says only that. */
export function preferenceOperations(
  deps: ReturnType<typeof createPageDeps>,
): Operations<typeof manifest, 'preferences'> {
  const site = deps.runtime.network.name;
  return {
    getPreferences: async ({ parameters, query, now, locale: preferred }) => {
      const locale = query.lang ?? preferred;
      const preferences = await openPreferences(deps, { ...parameters, locale, now });
      if (!preferences)
        return ok(htmlReply(closedLinkPage({ site, locale }), { locale, status: 404 }));
      const { said: outcome, purpose, channel } = query;
      const said = outcome && { outcome, purpose, channel };
      return ok(htmlReply(preferencesPage({ preferences, site, locale, said }), { locale }));
    },
    postPreferences: async ({ parameters, body, now }) => {
      const { lang: locale, ...choice } = body;
      const changed = await changePreference(deps, { ...parameters, ...choice, locale }, now);
      if (!changed.ok && changed.problem.status === 404)
        return ok(htmlReply(closedLinkPage({ site, locale }), { locale, status: 404 }));
      const said = changed.ok ? 'SAVED' : outcomeOf(changed.problem.errors?.[0]?.code);
      const { purpose, channel } = choice;
      const query = new URLSearchParams({ lang: locale, said, purpose, channel });
      // Relative, and without the token: `/p/{token}` answers to its own address.
      const headers = { location: `?${query.toString()}#message`, 'cache-control': 'no-store' };
      return ok({ status: 303, headers });
    },
  };
}

const outcomeOf = (code: string | undefined): Outcome =>
  code === 'FORM_OF_ANOTHER_PAGE' ? 'OLD_FORM' : 'REFUSED';
