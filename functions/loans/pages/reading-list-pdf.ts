import type { Temporal } from 'temporal-polyfill';
import { dayInWords } from '#core/html/day.ts';
import { writePdf, type PdfEntry } from '#core/pdf/document.ts';
import type { Locale, Text } from '#core/text.ts';
import type { LoanView } from '../app/show-loan.ts';
import { words } from './reading-list-words.ts';

/** RGT-04: the same list for whoever wants it on paper, in large letters, one date a line. */
export async function readingListPdf(
  loans: readonly LoanView[],
  { site, locale, now }: { site: string; locale: Locale; now: Temporal.ZonedDateTime },
): Promise<Uint8Array> {
  return writePdf({
    locale,
    site,
    title: words.title[locale],
    opening: [loans.length === 0 ? words.none[locale] : words.caption[locale]],
    entries: loans.map((loan) => entryOf(loan, locale)),
    closing: [words.why[locale]],
    foot: `${words.printed[locale]} ${dayInWords(now.toPlainDate().toString(), locale)}`,
    madeAt: now.toInstant(),
  });
}

function entryOf(loan: LoanView, locale: Locale): PdfEntry {
  const dated = (label: Text, date: string | undefined) =>
    date === undefined ? [] : [`${label[locale]} ${dayInWords(date, locale)}`];
  return {
    name: loan.title ?? words.untitled[locale],
    lines: [
      ...(loan.author === undefined ? [] : [loan.author]),
      ...dated(words.loaned, loan.loanedAt),
      ...dated(words.due, loan.state === 'OPEN' ? loan.dueOn : undefined),
      ...dated(words.returned, loan.returnedAt),
      ...dated(words.forgotten, loan.visibleUntil),
    ],
  };
}
