import type { LoanView } from '../app/show-loan.ts';

const columns = ['title', 'author', 'loanedAt', 'dueOn', 'returnedAt', 'visibleUntil'] as const;

/** RFC 4180, with a byte-order mark so that office programs read the accents. */
export function readingListCsv(loans: readonly LoanView[]): string {
  const rows = loans.map((loan) => columns.map((column) => cell(loan[column] ?? '')));
  return `\uFEFF${[columns, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`;
}

/** A title that begins like a formula must not become one. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
