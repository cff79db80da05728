import { Temporal } from 'temporal-polyfill';
import { renderPage } from '#core/html/document.tsx';
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
    fr: 'La bibliothèque oublie un emprunt rendu à la fin du quatrième mois qui suit le mois du retour ; si vous avez demandé à garder votre historique, au bout de trois ans.',
    en: 'The library forgets a returned loan at the end of the fourth month after the month of its return; if you asked to keep your history, after three years.',
  },
} as const satisfies Record<string, Text>;

/** RGT-04: a page to read and to print, without script, that a screen reader reads as a table. */
export function readingListPage(loans: readonly LoanView[], locale: Locale): string {
  return renderPage({
    locale,
    title: words.title[locale],
    children: (
      <>
        {loans.length === 0 ? (
          <p>{words.none[locale]}</p>
        ) : (
          <LoanTable loans={loans} locale={locale} />
        )}
        <p>{words.why[locale]}</p>
      </>
    ),
  });
}

function LoanTable({ loans, locale }: { loans: readonly LoanView[]; locale: Locale }) {
  const headings = [words.work, words.author, words.loaned, words.returned, words.forgotten];
  return (
    <table class="stack" role="table">
      <caption>{words.caption[locale]}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {headings.map((heading) => (
            <th scope="col" role="columnheader">
              {heading[locale]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {loans.map((loan) => (
          <LoanRow loan={loan} locale={locale} />
        ))}
      </tbody>
    </table>
  );
}

/** The roles are written out because a narrow screen shows rows as blocks, which makes browsers forget the table. */
function LoanRow({ loan, locale }: { loan: LoanView; locale: Locale }) {
  const cells: [Text, string | undefined][] = [
    [words.author, loan.author],
    [words.loaned, day(loan.loanedAt, locale)],
    [words.returned, loan.returnedAt ? day(loan.returnedAt, locale) : words.open[locale]],
    [words.forgotten, loan.visibleUntil && day(loan.visibleUntil, locale)],
  ];
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        {loan.title ?? words.untitled[locale]}
      </th>
      {cells.map(([heading, value]) => (
        <td role="cell" data-label={heading[locale]}>
          {value}
        </td>
      ))}
    </tr>
  );
}

/** The civil date that the instant shows in its own offset, in words. */
function day(instant: string, locale: Locale): string {
  const date = Temporal.PlainDate.from(instant.slice(0, 10));
  return date.toLocaleString(locale === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'long' });
}
