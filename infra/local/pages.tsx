import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderToString } from 'preact-render-to-string';
import type { Temporal } from 'temporal-polyfill';
import { dayInWords } from '#core/html/day.ts';
import { renderPage } from '#core/html/document.tsx';
import type { Network } from '#core/network.ts';
import type { Locale, Text } from '#core/text.ts';
import type { Inventory } from '../inventory/types.ts';
import { openApi } from '../openapi/open-api.ts';
import type { SettableClock } from './clock.ts';
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
  signedIn: {
    fr: 'vous essayez comme agent d’accueil (DESK). Un autre rôle : POST /_local/token, puis « Authorize ».',
    en: 'you try as staff of the desk (DESK). Another role: POST /_local/token, then “Authorize”.',
  },
  health: { fr: 'État du service', en: 'Health' },
  clock: { fr: 'Horloge', en: 'Clock' },
  now: { fr: 'Ici, nous sommes le {now}.', en: 'Here it is {now}.' },
  move: {
    fr: 'Pour avancer d’un mois, avec tout ce qui échoit en chemin (oublis, relances, envois) :',
    en: 'To move on by a month, with all that falls due on the way (forgetting, reminders, sending):',
  },
  libraries: { fr: 'Communes et bibliothèques', en: 'Communes and libraries' },
} satisfies Record<string, Text>;

const links = [
  ['/_local/inbox', words.inbox],
  ['/docs', words.docs],
  ['/_local/health', words.health],
] as const;

/** The first page of `npm start`, the API documentation and its files. */
export function pageRoutes({
  inventory,
  network,
  clock,
  url,
}: {
  readonly inventory: Inventory;
  readonly network: Network;
  readonly clock: Pick<SettableClock, 'now'>;
  /** Where this machine serves: `http://127.0.0.1:3000`. */
  readonly url: string;
}): LocalRoutes {
  let contract: Reply | undefined;
  return {
    'GET /': ({ locale }) =>
      html(
        renderPage({
          locale,
          title: network.name,
          site: words.local[locale],
          children: (
            <>
              <Pages locale={locale} />
              <Clock now={clock.now().toZonedDateTimeISO(network.zone)} url={url} locale={locale} />
              <Libraries network={network} locale={locale} />
            </>
          ),
        }),
      ),
    'GET /docs': ({ locale }) => html(docsPage(locale)),
    'GET /docs/openapi.json': () => (contract ??= json(openApi(inventory))),
    'GET /docs/start.js': () => file('text/javascript', swaggerStart),
    'GET /docs/start.css': () => file('text/css', swaggerStyle),
    'GET /docs/swagger-ui.css': () => file('text/css', swaggerFile('swagger-ui.css')),
    'GET /docs/swagger-ui-bundle.js': () =>
      file('text/javascript', swaggerFile('swagger-ui-bundle.js')),
  };
}

function Pages({ locale }: { readonly locale: Locale }) {
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
    </>
  );
}

interface ClockProps {
  readonly now: Temporal.ZonedDateTime;
  readonly url: string;
  readonly locale: Locale;
}

function Clock({ now, url, locale }: ClockProps) {
  const said = `${dayInWords(now.toString(), locale)}, ${now.toString().slice(11, 16)}`;
  return (
    <>
      <h2>{words.clock[locale]}</h2>
      <p>{words.now[locale].replace('{now}', said)}</p>
      <p>{words.move[locale]}</p>
      <pre>{`curl -d '{"advance":"P1M"}' ${url}/_local/clock`}</pre>
    </>
  );
}

function Libraries({ network, locale }: { readonly network: Network; readonly locale: Locale }) {
  return (
    <>
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

/** The frame around swagger-ui, which brings its own `main`, headings and style. */
function docsPage(locale: Locale): string {
  const document = (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{words.docs[locale]}</title>
        <link rel="stylesheet" href="/docs/swagger-ui.css" />
        <link rel="stylesheet" href="/docs/start.css" />
      </head>
      <body>
        <header>
          <p>
            <a href="/">{words.local[locale]}</a> – {words.signedIn[locale]}
          </p>
        </header>
        <div id="swagger-ui" />
        <script src="/docs/swagger-ui-bundle.js" />
        <script src="/docs/start.js" />
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(document)}`;
}

/** There is one server, this one; and whoever reads may try at once, as the desk. */
const swaggerStart = `const ui = SwaggerUIBundle({
  url: '/docs/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
  plugins: [{ wrapComponents: { ServersContainer: () => () => null } }],
  onComplete: async () => {
    const body = JSON.stringify({ role: 'DESK', communes: ['*'] });
    const answer = await fetch('/_local/token', { method: 'POST', body });
    ui.preauthorizeApiKey('bearer', (await answer.json()).access_token);
  },
});`;

/** swagger-ui writes white on pale colours and narrow columns: what WCAG AA and a telephone need instead. */
const swaggerStyle = `body{margin:0}
header{font:1rem/1.5 system-ui,sans-serif;max-width:1460px;margin:0 auto;padding:1rem 20px 0}
header a{color:#0b3d91}
.swagger-ui .info{margin:1.5rem 0}
.swagger-ui .info a,.swagger-ui .info .link,.swagger-ui .info .base-url{color:#0b3d91}
.swagger-ui .info .title small.version-stamp{background:#14532d}
.swagger-ui .info .title small{background:#4a4a4a}
.swagger-ui .json-schema-2020-12-expand-deep-button{color:#4a4a4a}
.swagger-ui .markdown code{color:#6a1b9a}
.swagger-ui .btn.authorize{color:#14532d;border-color:#14532d}
.swagger-ui .btn.authorize svg{fill:#14532d}
.swagger-ui .opblock.opblock-get .opblock-summary-method{background:#0b3d91}
.swagger-ui .opblock.opblock-post .opblock-summary-method{background:#14532d}
.swagger-ui .opblock.opblock-put .opblock-summary-method{background:#8a4b00}
.swagger-ui .opblock.opblock-delete .opblock-summary-method{background:#9b1c1c}
@media (max-width:40rem){.swagger-ui .opblock-tag{flex-wrap:wrap}.swagger-ui .opblock-tag small{flex-basis:100%;padding:0}}`;

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
