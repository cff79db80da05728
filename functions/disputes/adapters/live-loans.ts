import type { Runtime } from '#core/runtime.ts';
import { createLoanFinder } from '../../loans/provides.ts';
import type { FindLoan } from '../app/ports.ts';

/** The subjects of a work and the ref are left out: a dispute is about one document and its dates (art. 5(1)(c)). */
export function createFindLoan(runtime: Runtime): FindLoan {
  const loans = createLoanFinder(runtime);
  return async (loanRef) => {
    const record = await loans.find(loanRef);
    if (!record) return undefined;
    const { subject, commune, library, itemRef, title, author, loanedAt, returnedAt } = record;
    return { subject, commune, loan: { library, itemRef, title, author, loanedAt, returnedAt } };
  };
}
