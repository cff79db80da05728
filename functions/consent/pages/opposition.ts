import { purposes } from '#core/catalogue/purposes.ts';
import type { Locale, Text } from '#core/text.ts';
import type { Opposition } from '../domain/opposition-token.ts';

/** Three small pages without a script: they say nothing of the reader, only which messages would stop. */
export function requestPage({ purpose, channel }: Opposition, locale: Locale): string {
  const action: Text = {
    fr: 'Ne plus recevoir ces messages',
    en: 'Receive no more of these messages',
  };
  return page(locale, {
    title: action,
    lines: [
      {
        fr: `Messages : ${purposes[purpose].title.fr}.`,
        en: `Messages: ${purposes[purpose].title.en}.`,
      },
      channelNames[channel],
      {
        fr: 'Les autres messages et vos emprunts ne changent pas.',
        en: 'Other messages and your loans do not change.',
      },
    ],
    button: action,
  });
}

export function confirmationPage({ purpose }: Opposition, locale: Locale): string {
  const { title } = purposes[purpose];
  return page(locale, {
    title: { fr: 'C’est fait', en: 'Done' },
    lines: [
      {
        fr: `Vous ne recevrez plus de message « ${title.fr} » par ce moyen. Pour changer d’avis, demandez à l’accueil de votre bibliothèque.`,
        en: `You will receive no more “${title.en}” messages in this way. To change your mind, ask at the desk of your library.`,
      },
    ],
  });
}

export function unknownPage(locale: Locale): string {
  return page(locale, {
    title: { fr: 'Ce lien n’est pas complet', en: 'This link is not complete' },
    lines: [
      {
        fr: 'Recopiez-le en entier, ou demandez à l’accueil de votre bibliothèque.',
        en: 'Copy all of it, or ask at the desk of your library.',
      },
    ],
  });
}

const channelNames: Record<Opposition['channel'], Text> = {
  EMAIL: { fr: 'Par courriel.', en: 'By e-mail.' },
  SMS: { fr: 'Par SMS.', en: 'By SMS.' },
  POST: { fr: 'Par lettre.', en: 'By letter.' },
  PHONE: { fr: 'Par téléphone.', en: 'By telephone.' },
  VOICE: { fr: 'Par appel automatique.', en: 'By automated call.' },
  PORTAL: { fr: 'Sur le portail.', en: 'On the portal.' },
};

/** Only sentences of this file and titles of the catalogue come here: nothing to escape. */
function page(
  locale: Locale,
  { title, lines, button }: { title: Text; lines: readonly Text[]; button?: Text },
): string {
  const form = button
    ? `<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button type="submit">${button[locale]}</button></form>`
    : '';
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title[locale]}</title></head><body><main><h1>${title[locale]}</h1>${lines.map((line) => `<p>${line[locale]}</p>`).join('')}${form}</main></body></html>`;
}
