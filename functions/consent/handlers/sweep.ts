import type { SweepStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createLedgerStore } from '../adapters/ledger-store.ts';
import { createSuppressions } from '../adapters/suppressions.ts';
import { forgetProofs } from '../app/forget-proofs.ts';

export const contribute: Contribute<SweepStep> = (runtime) => {
  const ledger = createLedgerStore(runtime);
  const suppressions = createSuppressions(runtime);
  return { sweep: (now) => forgetProofs({ runtime, ledger, suppressions }, now) };
};
