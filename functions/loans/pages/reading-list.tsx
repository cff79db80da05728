import { dayInWords } from '#core/html/day.ts';
import { renderPage } from '#core/html/document.tsx';
import { Table } from '#core/html/table.tsx';
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
  open: { fr: 'pas encore', en: 'not yet' },
  untitled: { fr: 'Document sans titre', en: 'Untitled document' },
  none: { fr: 'Aucun emprunt n’est conservé.', en: 'No loan is kept.' },
  why: {
    fr: 'La bibliothèque oublie un emprunt rendu à la fin du quatrième mois qui suit le mois du retour ; si vous avez demandé à garder votre historique, au bout de trois ans.',
    en: 'The library forgets a returned loan at the end of the fourth month after the month of its return; if you asked to keep your history, after three years.',
  },
} as const satisfies Record<string, Text>;

/** RGT-04: a page to read and to print, without script, that a screen reader reads as a table. */
export function readingListPage(
  loans: readonly LoanView[],
  { site, locale }: { site: string; locale: Locale },
): string {
  return renderPage({
    locale,
    site,
    isWide: true,
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
    <Table
      isNamed
      caption={words.caption[locale]}
      headings={headings.map((heading) => heading[locale])}
      rows={loans.map((loan) => cellsOf(loan, locale))}
    />
  );
}

const cellsOf = (loan: LoanView, locale: Locale) => [
  loan.title ?? words.untitled[locale],
  loan.author,
  dayInWords(loan.loanedAt, locale),
  loan.returnedAt ? dayInWords(loan.returnedAt, locale) : words.open[locale],
  loan.visibleUntil && dayInWords(loan.visibleUntil, locale),
];
