import { dayInWords } from '#core/html/day.ts';
import { renderPage } from '#core/html/document.tsx';
import { Table } from '#core/html/table.tsx';
import type { Locale } from '#core/text.ts';
import type { LoanView } from '../app/show-loan.ts';
import { words } from './reading-list-words.ts';

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
