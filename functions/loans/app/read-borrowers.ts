import { communesOf, zoneOf } from '#core/network.ts';
import { writeInstant } from '#core/calendar.ts';
import type { Caller } from '#core/caller.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import { instantOf } from '../domain/record.ts';
import { recordAccess, type ReadDeps } from './read-loans.ts';

const { lastBorrowers } = retentionRules['RET-05'].parameters;

/**
 * Last borrowers of an item whose return is still visible, among the loans of the caller's communes (RET-05):
 * whoever found a banknote in a book asks this. Each reader named is recorded, the item is not (RET-17).
 */
export async function readBorrowers(
  deps: ReadDeps,
  { itemRef, caller }: { itemRef: string; caller: Caller },
): Promise<{ patronRef: string; returnedAt: string }[]> {
  const { runtime, circulation, people } = deps;
  const communes = communesOf(runtime.network, caller);
  const found = await Promise.all(
    communes.map(async (commune) => {
      const borrowers = await circulation.lastBorrowers(itemRef, commune.id, lastBorrowers);
      const zone = zoneOf(runtime.network, commune);
      return borrowers.map((borrower) => ({ ...borrower, zone }));
    }),
  );
  const latest = found
    .flat()
    .toSorted((a, b) => b.returnedAt - a.returnedAt)
    .slice(0, lastBorrowers);
  const readers = await people.readMany([...new Set(latest.map(({ subjectRef }) => subjectRef))]);
  const named = latest.flatMap((one) => {
    const reader = readers.get(one.subjectRef);
    return reader
      ? [{ reader, returnedAt: writeInstant(instantOf(one.returnedAt), one.zone) }]
      : [];
  });
  for (const { reader } of named) {
    await recordAccess(deps, reader, {
      patronRef: reader.patronRef,
      caller,
      type: 'borrowers.read',
    });
  }
  return named.map(({ reader, returnedAt }) => ({ patronRef: reader.patronRef, returnedAt }));
}
