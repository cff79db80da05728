import type { Temporal } from 'temporal-polyfill';
import { csvReply } from '#core/http/csv.ts';
import { htmlReply } from '#core/http/html.ts';
import { pdfReply } from '#core/http/pdf.ts';
import type { Operations, Reply } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import type { Locale } from '#core/text.ts';
import { hasBorrowed } from '../app/has-borrowed.ts';
import { readBorrowers } from '../app/read-borrowers.ts';
import { listLoans, readingList, type ReadDeps } from '../app/read-loans.ts';
import type { LoanView } from '../app/show-loan.ts';
import type { manifest } from '../manifest.ts';
import { readingListPage } from '../pages/reading-list.tsx';
import { readingListCsv } from './reading-list-csv.ts';

export function readOperations(deps: ReadDeps): Operations<typeof manifest, 'read'> {
  return {
    listLoans: async ({ parameters, caller, now }) => {
      const loans = await listLoans(deps, { ...parameters, caller, now });
      return loans.ok ? ok({ status: 200, body: { items: loans.value } }) : loans;
    },
    readingList: async ({ parameters, caller, now, headers, locale }) => {
      const accept = headers['accept'] ?? '';
      const isOnPaper = /text\/html|application\/pdf/u.test(accept);
      const loans = await readingList(deps, { ...parameters, caller, now, isOnPaper });
      if (!loans.ok) return loans;
      const { name: site, zone } = deps.runtime.network;
      const page = { site, locale, now: now.toZonedDateTimeISO(zone) };
      return ok(await written(loans.value, accept, page));
    },
    hasBorrowed: async ({ parameters, body, caller, now }) => {
      const answer = await hasBorrowed(deps, { ...parameters, caller, now, work: body });
      return answer.ok ? ok({ status: 200, body: answer.value }) : answer;
    },
    listBorrowers: async ({ parameters, caller }) => {
      const items = await readBorrowers(deps, { ...parameters, caller });
      return ok({ status: 200, body: { items } });
    },
  };
}

/** The form that the caller asked for; JSON unless it is one of the three others. */
async function written(
  loans: readonly LoanView[],
  accept: string,
  page: { site: string; locale: Locale; now: Temporal.ZonedDateTime },
): Promise<Reply> {
  if (accept.includes('text/csv')) return csvReply(readingListCsv(loans));
  if (accept.includes('text/html')) return htmlReply(readingListPage(loans, page), page);
  if (!accept.includes('application/pdf')) return { status: 200, body: { items: loans } };
  // With the first list on paper, not at every start: fonts and their reader are half of this function.
  const { readingListPdf } = await import('../pages/reading-list-pdf.ts');
  return pdfReply(await readingListPdf(loans, page), { ...page, name: 'reading-list' });
}
