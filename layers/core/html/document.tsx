import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Locale, Text } from '../text.ts';
import { conformity, statementPath } from './conformity.ts';
import { style } from './style.ts';

const words = {
  skip: { fr: 'Aller au contenu', en: 'Skip to content' },
  languages: { fr: 'Langue', en: 'Language' },
  error: { fr: 'Erreur', en: 'Error' },
} as const satisfies Record<string, Text>;

const languages = { fr: 'Français', en: 'English' } as const satisfies Record<Locale, string>;

export interface PageProps {
  readonly locale: Locale;
  /** The only `h1`, and the title of the window. */
  readonly title: string;
  /** Who speaks, in the banner and after the title. */
  readonly site?: string;
  /** The page exists in the other language under `?lang=`. */
  readonly switchesLanguage?: boolean;
  /** Something that was sent could not be done: the window's title says so first (RGAA 11.10). */
  readonly isFault?: boolean;
  /** For tables of many columns. */
  readonly isWide?: boolean;
  readonly children: ComponentChildren;
}

/**
 * A whole page, as all pages of the product are: language, one `h1`, landmarks, a link past the banner, and at the foot what
 * the law has it say of its accessibility (GOV-17). No script. Not a character of its words is changed: some are kept as the
 * proof of a consent (CON-03).
 * @returns an HTML document to be sent with `htmlReply`
 */
export function renderPage(props: PageProps): string {
  return `<!doctype html>${renderToString(<Page {...props} />)}`;
}

function Page({ locale, title, site, isFault, children, ...props }: PageProps) {
  const name = [isFault === true && words.error[locale], title, site].filter(Boolean).join(' – ');
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{name}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body class={props.isWide === true ? 'wide' : undefined}>
        <a class="skip" href="#content">
          {words.skip[locale]}
        </a>
        {site !== undefined && (
          <header>
            <p>{site}</p>
            {props.switchesLanguage === true && <OtherLanguage locale={locale} />}
          </header>
        )}
        <main id="content" tabIndex={-1}>
          <h1>{title}</h1>
          {children}
        </main>
        <footer>
          <p>
            <a href={statementPath(locale)}>{conformity[locale]}</a>
          </p>
        </footer>
      </body>
    </html>
  );
}

function OtherLanguage({ locale }: { readonly locale: Locale }) {
  const other = locale === 'fr' ? 'en' : 'fr';
  return (
    <nav aria-label={words.languages[locale]}>
      <a href={`?lang=${other}`} hreflang={other} lang={other}>
        {languages[other]}
      </a>
    </nav>
  );
}
