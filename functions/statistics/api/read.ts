import { htmlReply } from '#core/http/html.ts';
import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { readLoans } from '../app/read-loans.ts';
import type { createReadDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';
import { loansPage } from '../pages/loans.tsx';

export function readOperations(
  deps: ReturnType<typeof createReadDeps>,
): Operations<typeof manifest, 'read'> {
  return {
    readLoanStatistics: async ({ query, caller, headers, locale }) => {
      const read = await readLoans(deps, { ...query, caller });
      if (!read.ok) return read;
      if (headers['accept']?.includes('text/html'))
        return ok(htmlReply(loansPage(read.value, deps.runtime.network, locale), { locale }));
      const { k, items } = read.value;
      return ok({ status: 200, body: { k, items: [...items] } });
    },
  };
}
