import { purposes } from '#core/catalogue/purposes.ts';
import { htmlReply } from '#core/http/html.ts';
import type { Operations } from '#core/http/types.ts';
import type { createOppositionDeps } from '../container.ts';
import type { Aim } from '../domain/token.ts';
import type { manifest } from '../manifest.ts';
import { requestPage, stoppedPage, unknownPage } from '../pages/opposition.tsx';
import { linkPages } from './link-pages.ts';

type Deps = ReturnType<typeof createOppositionDeps>;

/**
 * `/u/{token}`, RFC 8058 (NOT-06, NOT-18): GET changes nothing (link scanners), POST needs no login, and answers 200 however
 * often it comes.
 */
export function oppositionOperations(deps: Deps): Operations<typeof manifest, 'unsubscribe'> {
  const page = linkPages({
    site: deps.runtime.network.name,
    open: ({ token }) => deps.links.readOpposition(token),
    closed: unknownPage,
  });
  return {
    getOpposition: page((aim, { site, locale }) =>
      Promise.resolve(htmlReply(requestPage(aim, { site, locale }), { locale })),
    ),
    postOpposition: page(async (aim, { site, locale }) => {
      await oppose(deps, aim);
      return htmlReply(stoppedPage(aim, { site, locale }), { locale });
    }),
  };
}

/** Somebody who was erased since, or a purpose that cannot be declined, changes nothing. */
async function oppose({ people, objections }: Deps, aim: Aim): Promise<void> {
  const patron = purposes[aim.purpose].mandatory ? undefined : await people.read(aim.subjectRef);
  if (!patron) return;
  const { commune } = patron;
  const isRecorded = await objections.oppose({ ...aim, commune, actor: 'PATRON:link' });
  if (!isRecorded) throw new Error('an objection could not be recorded');
}
