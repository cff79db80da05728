import { renderSVG } from 'uqr';
import { dayInWords } from '#core/html/day.ts';
import { renderPage } from '#core/html/document.tsx';
import type { Locale, Text } from '#core/text.ts';

const words = {
  title: { fr: 'Choisir ce que je reçois', en: 'Choose what I receive' },
  how: {
    fr: 'Photographiez ce carré avec un téléphone, ou recopiez l’adresse : vos choix s’ouvrent, sans mot de passe.',
    en: 'Take a picture of this square with a telephone, or type the address: your choices open, without a password.',
  },
  until: { fr: 'Valable jusqu’au', en: 'Valid until' },
  yours: {
    fr: 'Ce lien ouvre vos choix et rien d’autre. Ne le confiez qu’à quelqu’un qui peut choisir pour vous.',
    en: 'This link opens your choices and nothing else. Give it only to someone who may choose for you.',
  },
} as const satisfies Record<string, Text>;

/** The slip that the desk prints for a reader: the link as a QR code and, beside it, in letters. It names nobody. */
export function preferenceSlip(
  link: { url: string; expiresAt: string },
  args: { site: string; locale: Locale },
): string {
  const { site, locale } = args;
  const code = renderSVG(link.url, { border: 4, ecc: 'M' });
  return renderPage({
    locale,
    site,
    title: words.title[locale],
    children: (
      <>
        <p>{words.how[locale]}</p>
        {/* The address stands below in letters: the picture says nothing more. */}
        <div class="code" aria-hidden="true" dangerouslySetInnerHTML={{ __html: code }} />
        <p>
          <a href={link.url}>{link.url}</a>
        </p>
        <p>
          {words.until[locale]} {dayInWords(link.expiresAt, locale)}.
        </p>
        <p class="soft">{words.yours[locale]}</p>
      </>
    ),
  });
}
