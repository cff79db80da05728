import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderToString } from 'preact-render-to-string';
import { renderPage } from '#core/html/document.tsx';
import type { Network } from '#core/network.ts';
import type { Locale, Text } from '#core/text.ts';
import type { Inventory } from '../inventory/types.ts';
import { openApi } from '../openapi/open-api.ts';
import { html, json, type LocalRoutes, type Reply } from './reply.ts';

const words = {
  local: { fr: 'Réseau local', en: 'Local network' },
  intro: {
    fr: 'Discretion tourne sur cette machine. Aucun message ne la quitte.',
    en: 'Discretion runs on this machine. No message leaves it.',
  },
  pages: { fr: 'Pages', en: 'Pages' },
  inbox: { fr: 'Messages interceptés', en: 'Caught messages' },
  docs: { fr: 'Documentation de l’API', en: 'API documentation' },
  health: { fr: 'État du service', en: 'Health' },
  clock: { fr: 'Horloge', en: 'Clock' },
  libraries: { fr: 'Communes et bibliothèques', en: 'Communes and libraries' },
} satisfies Record<string, Text>;

const links = [
  ['/_local/inbox', words.inbox],
  ['/docs', words.docs],
  ['/_local/health', words.health],
  ['/_local/clock', words.clock],
] as const;

/** The first page of `npm start`, the API documentation and its files. */
export function pageRoutes({
  inventory,
  network,
}: {
  inventory: Inventory;
  network: Network;
}): LocalRoutes {
  let contract: Reply | undefined;
  return {
    'GET /': ({ locale }) =>
      html(
        renderPage({
          locale,
          title: network.name,
          site: words.local[locale],
          children: <Index network={network} locale={locale} />,
        }),
      ),
    'GET /docs': ({ locale }) => html(docsPage(locale)),
    'GET /docs/openapi.json': () => (contract ??= json(openApi(inventory))),
    'GET /docs/start.js': () => file('text/javascript', swaggerStart),
    'GET /docs/swagger-ui.css': () => file('text/css', swaggerFile('swagger-ui.css')),
    'GET /docs/swagger-ui-bundle.js': () =>
      file('text/javascript', swaggerFile('swagger-ui-bundle.js')),
  };
}

function Index({ network, locale }: { readonly network: Network; readonly locale: Locale }) {
  return (
    <>
      <p>{words.intro[locale]}</p>
      <h2>{words.pages[locale]}</h2>
      <ul>
        {links.map(([href, text]) => (
          <li>
            <a href={href}>{text[locale]}</a>
          </li>
        ))}
      </ul>
      <h2>{words.libraries[locale]}</h2>
      <dl>
        {network.communes.map(({ name, libraries }) => (
          <div>
            <dt>{name}</dt>
            <dd>{libraries.map((library) => library.name).join(', ')}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function docsPage(locale: Locale): string {
  const document = (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{words.docs[locale]}</title>
        <link rel="stylesheet" href="/docs/swagger-ui.css" />
      </head>
      <body>
        <main id="swagger-ui" />
        <script src="/docs/swagger-ui-bundle.js" />
        <script src="/docs/start.js" />
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(document)}`;
}

const swaggerStart = `SwaggerUIBundle({ url: '/docs/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });`;

function swaggerFile(name: string): string {
  return readFileSync(
    fileURLToPath(new URL(`../../node_modules/swagger-ui-dist/${name}`, import.meta.url)),
    'utf8',
  );
}

function file(contentType: string, body: string): Reply {
  return {
    statusCode: 200,
    headers: {
      'content-type': `${contentType}; charset=utf-8`,
      'x-content-type-options': 'nosniff',
    },
    body,
  };
}
