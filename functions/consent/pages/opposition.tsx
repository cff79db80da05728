import { purposes } from '#core/catalogue/purposes.ts';
import { renderPage } from '#core/html/document.tsx';
import type { Locale, Text } from '#core/text.ts';
import type { Opposition } from '../domain/opposition-token.ts';
import { byChannel } from '../domain/preference-words.ts';

/** Three small pages without a script: they say nothing of the reader, only which messages would stop. */
export function requestPage(page: {
  opposition: Opposition;
  site: string;
  locale: Locale;
}): string {
  const { opposition, site, locale } = page;
  const { title } = purposes[opposition.purpose];
  return renderPage({
    locale,
    site,
    switchesLanguage: true,
    title: words.action[locale],
    children: (
      <>
        <p>
          <strong>{title[locale]}</strong>, {byChannel[opposition.channel][locale]}.
        </p>
        <p>{words.rest[locale]}</p>
        <form method="post">
          <input type="hidden" name="List-Unsubscribe" value="One-Click" />
          <button type="submit">{words.action[locale]}</button>
        </form>
      </>
    ),
  });
}

export function confirmationPage(page: {
  opposition: Opposition;
  site: string;
  locale: Locale;
}): string {
  const { opposition, site, locale } = page;
  const title = purposes[opposition.purpose].title[locale];
  return renderPage({
    locale,
    site,
    title: words.done[locale],
    children: (
      <>
        <p>{words.stopped[locale].replace('{title}', title)}</p>
        <p>{words.change[locale]}</p>
      </>
    ),
  });
}

export function unknownPage({ site, locale }: { site: string; locale: Locale }): string {
  const children = <p>{words.help[locale]}</p>;
  return renderPage({
    locale,
    site,
    switchesLanguage: true,
    title: words.unknown[locale],
    children,
  });
}

const words = {
  action: { fr: 'Ne plus recevoir ces messages', en: 'Receive no more of these messages' },
  rest: {
    fr: 'Les autres messages et vos emprunts ne changent pas.',
    en: 'Other messages and your loans do not change.',
  },
  done: { fr: 'C’est fait', en: 'Done' },
  stopped: {
    fr: 'Vous ne recevrez plus de message « {title} » par ce moyen.',
    en: 'You will receive no more “{title}” messages in this way.',
  },
  change: {
    fr: 'Pour changer d’avis, demandez à l’accueil de votre bibliothèque.',
    en: 'To change your mind, ask at the desk of your library.',
  },
  unknown: { fr: 'Ce lien n’est pas complet', en: 'This link is not complete' },
  help: {
    fr: 'Recopiez-le en entier, ou demandez à l’accueil de votre bibliothèque.',
    en: 'Copy all of it, or ask at the desk of your library.',
  },
} as const satisfies Record<string, Text>;
