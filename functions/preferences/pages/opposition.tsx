import { byChannel } from '#core/catalogue/choices.ts';
import { purposes } from '#core/catalogue/purposes.ts';
import { renderPage } from '#core/html/document.tsx';
import type { Text } from '#core/text.ts';
import type { Aim } from '../domain/token.ts';
import { plainPage, type Place } from './plain.tsx';

/** It says nothing of the reader, only which messages would stop. */
export function requestPage({ purpose, channel }: Aim, place: Place): string {
  const { locale } = place;
  return renderPage({
    ...place,
    switchesLanguage: true,
    title: words.action[locale],
    children: (
      <>
        <p>
          <strong>{purposes[purpose].title[locale]}</strong>, {byChannel[channel][locale]}.
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

export function stoppedPage({ purpose }: Aim, place: Place): string {
  const says = [words.stopped, words.change];
  return plainPage({ ...place, title: words.done, says, about: purposes[purpose].title });
}

export function unknownPage(place: Place): string {
  const says = [words.help];
  return plainPage({ ...place, title: words.unknown, says, switchesLanguage: true });
}

const words = {
  action: { fr: 'Ne plus recevoir ces messages', en: 'Receive no more of these messages' },
  rest: {
    fr: 'Les autres messages et vos emprunts ne changent pas.',
    en: 'Other messages and your loans do not change.',
  },
  done: { fr: 'C’est fait', en: 'Done' },
  stopped: {
    fr: 'Vous ne recevrez plus de message « {title} » par ce moyen.',
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
