import { ok, type Result } from '#core/result.ts';
import { lookBack, type ReadDeps, type Request } from './read-loans.ts';

/** One document, or whatever bears one title. */
export type Work = { readonly itemRef: string } | { readonly title: string };

/**
 * “Have I read it?” (situation 27): yes or no for one work, and the local date on which it was last borrowed; never a list.
 * Readers are also answered from their own history, the desk, with the reader in front of it, from the live window only.
 */
export async function hasBorrowed(
  deps: ReadDeps,
  request: Request & { work: Work },
): Promise<Result<{ borrowed: boolean; on?: string }>> {
  const loans = await lookBack(deps, request, {
    type: 'loans.checked',
    showsStaffTheHistory: false,
  });
  if (!loans.ok) return loans;
  const days = loans.value
    .filter((loan) => isSame(request.work, loan))
    .map(({ loanedAt }) => loanedAt.slice(0, 'YYYY-MM-DD'.length));
  const on = days.toSorted().at(-1);
  return ok(on === undefined ? { borrowed: false } : { borrowed: true, on });
}

function isSame(
  work: Work,
  loan: { itemRef?: string | undefined; title?: string | undefined },
): boolean {
  if ('itemRef' in work) return loan.itemRef === work.itemRef;
  return loan.title !== undefined && plain(loan.title) === plain(work.title);
}

/** As a person at the desk says it: without accents, capitals and punctuation. */
const plain = (title: string) =>
  title
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
