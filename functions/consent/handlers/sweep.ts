import type { SweepStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createTallies } from '#core/tally.ts';
import { table } from '../adapters/keys.ts';
import { createLedgerStore } from '../adapters/ledger-store.ts';
import { createSuppressions } from '../adapters/suppressions.ts';
import { forgetProofs } from '../app/forget-proofs.ts';

export const contribute: Contribute<SweepStep> = (runtime) => {
  const ledger = createLedgerStore(runtime);
  const suppressions = createSuppressions(runtime);
  const deps = { runtime, ledger, suppressions, tallies: createTallies(runtime, table) };
  return { sweep: (now, record) => forgetProofs(deps, now, record) };
};
