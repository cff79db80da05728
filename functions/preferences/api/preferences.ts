import { htmlReply } from '#core/http/html.ts';
import type { Operations } from '#core/http/types.ts';
import { changePreference, openLink, readPreferences } from '../app/preferences.ts';
import type { createPageDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';
import { closedLinkPage, preferencesPage } from '../pages/preferences.tsx';
import type { Outcome } from '../pages/preferences-words.ts';
import { linkPages } from './link-pages.ts';

/** `/p/{token}`, the page of a reader's choices: POST-redirect-GET. */
export function preferenceOperations(
  deps: ReturnType<typeof createPageDeps>,
): Pick<Operations<typeof manifest, 'page'>, 'getPreferences' | 'postPreferences'> {
  const page = linkPages({
    site: deps.runtime.network.name,
    open: (link) => openLink(deps, link),
    closed: closedLinkPage,
  });
  return {
    getPreferences: page(async (opened, { query, now, site, locale }) => {
      const preferences = await readPreferences(deps, opened, { locale, now });
      const { said: outcome, purpose, channel } = query;
      const said = outcome && { outcome, purpose, channel };
      const { formKey } = opened;
      return htmlReply(preferencesPage({ preferences, formKey, site, locale, said }), { locale });
    }),
    postPreferences: page(async (opened, { body, now, locale }) => {
      const { purpose, channel, decision, formKey } = body;
      const change = { purpose, channel, decision, locale, now };
      const isOfThisPage = formKey === opened.formKey;
      const changed = isOfThisPage && (await changePreference(deps, opened, change));
      const said: Outcome = changed ? (changed.ok ? 'SAVED' : 'REFUSED') : 'OLD_FORM';
      const query = new URLSearchParams({ lang: locale, said, purpose, channel });
      // Relative, and without the token: `/p/{token}` answers to its own address.
      const headers = { location: `?${query.toString()}#message`, 'cache-control': 'no-store' };
      return { status: 303, headers };
    }),
  };
}
