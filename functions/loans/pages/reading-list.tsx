import { Temporal } from 'temporal-polyfill';
import { renderToString } from 'preact-render-to-string';
import type { Locale, Text } from '#core/text.ts';
import type { LoanView } from '../app/show-loan.ts';

const words = {
  title: { fr: 'Ma liste de lectures', en: 'My reading list' },
  caption: {
    fr: 'Emprunts en cours et emprunts rendus encore conservés, du plus récent au plus ancien',
    en: 'Current loans and returned loans that are still kept, latest first',
  },
  work: { fr: 'Titre', en: 'Title' },
  author: { fr: 'Auteur', en: 'Author' },
  loaned: { fr: 'Emprunté le', en: 'Borrowed on' },
  returned: { fr: 'Rendu le', en: 'Returned on' },
  forgotten: { fr: 'Oublié après le', en: 'Forgotten after' },
  open: { fr: 'en cours', en: 'not yet' },
  untitled: { fr: 'Document sans titre', en: 'Untitled document' },
  none: { fr: 'Aucun emprunt n’est conservé.', en: 'No loan is kept.' },
  why: {
    fr: 'La bibliothèque oublie un emprunt rendu à la fin du quatrième mois qui suit le mois du retour.',
    en: 'The library forgets a returned loan at the end of the fourth month after the month of its return.',
  },
} as const satisfies Record<string, Text>;

/** RGT-04: a page to read and to print, without script or style, that a screen reader reads as a table. */
export function readingListPage(loans: readonly LoanView[], locale: Locale): string {
  const page = (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{words.title[locale]}</title>
      </head>
      <body>
        <main>
          <h1>{words.title[locale]}</h1>
          {loans.length === 0 ? (
            <p>{words.none[locale]}</p>
          ) : (
            <LoanTable loans={loans} locale={locale} />
          )}
          <p>{words.why[locale]}</p>
        </main>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(page)}`;
}

function LoanTable({ loans, locale }: { loans: readonly LoanView[]; locale: Locale }) {
  const headings = [words.work, words.author, words.loaned, words.returned, words.forgotten];
  return (
    <table>
      <caption>{words.caption[locale]}</caption>
      <thead>
        <tr>
          {headings.map((heading) => (
            <th scope="col">{heading[locale]}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {loans.map((loan) => (
          <tr>
            <th scope="row">{loan.title ?? words.untitled[locale]}</th>
            <td>{loan.author}</td>
            <td>{day(loan.loanedAt, locale)}</td>
            <td>{loan.returnedAt ? day(loan.returnedAt, locale) : words.open[locale]}</td>
            <td>{loan.visibleUntil && day(loan.visibleUntil, locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The civil date that the instant shows in its own offset, in words. */
function day(instant: string, locale: Locale): string {
  const date = Temporal.PlainDate.from(instant.slice(0, 10));
  return date.toLocaleString(locale === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'long' });
}
