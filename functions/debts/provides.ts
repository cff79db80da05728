import type { Blocker } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import { createOpenDebts } from './adapters/open-debts.ts';
import { blockersOf } from './app/blockers.ts';

/** `debts.balance`: how much a reader owes, all communes together; the desk may know that and no more (rules §4). */
export interface Balance {
  readonly amountCents: number;
  /** Local date of the oldest debt. */
  readonly since?: string;
}

export function createBalances(runtime: Runtime): { of(subject: Subject): Promise<Balance> } {
  const debts = createOpenDebts(runtime);
  return {
    of: async ({ subjectRef }) => {
      const claims = (await debts.ofReader(subjectRef)).map(({ claim }) => claim);
      const [since] = claims.map(({ openedOn }) => openedOn).toSorted();
      const amountCents = claims.reduce((sum, claim) => sum + claim.amountCents, 0);
      return { amountCents, ...(since !== undefined && { since }) };
    },
  };
}

/** `debts.blockers`: since when and until when what is owed holds a reader back (RET-11). Dates; opens nothing. */
export function createDebtBlockers(runtime: Runtime): {
  of(subjectRef: string): Promise<Blocker[]>;
} {
  const debts = createOpenDebts(runtime);
  return { of: async (subjectRef) => blockersOf(await debts.blocking(subjectRef)) };
}
