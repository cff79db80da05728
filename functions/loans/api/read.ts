import { htmlReply } from '#core/http/html.ts';
import type { Operations, Reply } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import type { Locale } from '#core/text.ts';
import { readBorrowers } from '../app/read-borrowers.ts';
import { listLoans, readingList } from '../app/read-loans.ts';
import type { LoanView } from '../app/show-loan.ts';
import type { createReadDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';
import { readingListPage } from '../pages/reading-list.tsx';
import { readingListCsv } from './reading-list-csv.ts';

export function readOperations(
  deps: ReturnType<typeof createReadDeps>,
): Operations<typeof manifest, 'read'> {
  return {
    listLoans: async ({ parameters, caller, now }) => {
      const loans = await listLoans(deps, { ...parameters, caller, now });
      return loans.ok ? ok({ status: 200, body: { items: loans.value } }) : loans;
    },
    readingList: async ({ parameters, caller, now, headers, locale }) => {
      const loans = await readingList(deps, { ...parameters, caller, now });
      return loans.ok ? ok(written(loans.value, headers['accept'] ?? '', locale)) : loans;
    },
    listBorrowers: async ({ parameters, caller }) => {
      const items = await readBorrowers(deps, { ...parameters, caller });
      return ok({ status: 200, body: { items } });
    },
  };
}

/** The form that the caller asked for; JSON unless it is one of the two others. */
function written(loans: readonly LoanView[], accept: string, locale: Locale): Reply {
  if (accept.includes('text/csv')) {
    const headers = { 'content-type': 'text/csv; charset=utf-8' };
    return { status: 200, headers, body: readingListCsv(loans) };
  }
  if (accept.includes('text/html')) return htmlReply(readingListPage(loans, locale), { locale });
  return { status: 200, body: { items: loans } };
}
