import type { Runtime } from '#core/runtime.ts';
import { createReturnedLoans, type LoanRecord } from '../../loans/provides.ts';
import type { Keepable, LeavingBefore } from '../app/ports.ts';

export function createLeavingBefore(runtime: Runtime): LeavingBefore {
  const loans = createReturnedLoans(runtime);
  return async (subjectRefs, before) => {
    const leaving = await loans.leavingBefore(subjectRefs, before);
    return new Map([...leaving].map(([reader, records]) => [reader, records.flatMap(keepable)]));
  };
}

/** The subjects of a work are left behind: the reader asked for a list of what they read (art. 5(1)(c)). */
function keepable(record: LoanRecord): Keepable[] {
  const { returnedAt, purgeAt, subject: _reader, subjects: _topics, ...rest } = record;
  if (returnedAt === undefined || purgeAt === undefined) return [];
  return [{ loan: { ...rest, returnedAt }, liveUntil: purgeAt }];
}
