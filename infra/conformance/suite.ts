import type { Store } from '#core/dynamo.ts';
import type { Check } from './check.ts';
import { batches } from './checks/batches.ts';
import { conditions } from './checks/conditions.ts';
import { indexes } from './checks/indexes.ts';
import { limits } from './checks/limits.ts';
import { reads } from './checks/reads.ts';
import { transactions } from './checks/transactions.ts';
import { values } from './checks/values.ts';

export interface Outcome {
  readonly title: string;
  readonly expected: string;
  readonly observed: string;
}

export const suite: readonly Check[] = [
  ...conditions,
  ...transactions,
  ...indexes,
  ...reads,
  ...batches,
  ...values,
  ...limits,
];

/** Every check, each in a partition of its own. An exception is what was observed: its name. */
export async function runSuite(store: Store): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [at, { title, expect, act }] of suite.entries()) {
    const observed = await act({ store, pk: `check-${at}` }).catch((error: unknown) =>
      error instanceof Error ? error.name : String(error),
    );
    outcomes.push({ title, expected: expect, observed });
  }
  return outcomes;
}
