import { writeCsv } from '#core/csv.ts';
import { csvReply } from '#core/http/csv.ts';
import { htmlReply } from '#core/http/html.ts';
import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { readSheet, type Deps } from '../app/open-loans.ts';
import type { manifest } from '../manifest.ts';
import { loanSheet } from '../pages/loan-sheet.tsx';

const columns = ['dueOn', 'patronRef', 'itemRef', 'title', 'loanedAt', 'loanRef'] as const;

export function sheetOperations(deps: Deps): Operations<typeof manifest, 'sheet'> {
  return {
    listOpenLoans: async ({ query, caller, now, headers, locale }) => {
      const sheet = await readSheet(deps, { ...query, caller, now });
      if (!sheet.ok) return sheet;
      const { next, loans } = sheet.value;
      const { library, limit } = query;
      const nextUrl =
        next === undefined
          ? undefined
          : `?${new URLSearchParams({ library, limit: String(limit), cursor: next }).toString()}`;
      const reply = headers['accept']?.includes('text/html')
        ? htmlReply(loanSheet(sheet.value, { locale, nextUrl }), { locale })
        : csvReply(writeCsv(columns, loans));
      const link = nextUrl !== undefined && { link: `<${nextUrl}>; rel="next"` };
      return ok({ ...reply, headers: { ...reply.headers, ...link } });
    },
  };
}
