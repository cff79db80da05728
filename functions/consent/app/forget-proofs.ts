import { epochSeconds } from '#core/calendar.ts';
import type { SweepReport } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Temporal } from 'temporal-polyfill';
import type { LedgerStore, Suppressions } from './ports.ts';

interface Deps {
  readonly runtime: Pick<Runtime, 'network' | 'reached'>;
  readonly ledger: Pick<LedgerStore, 'proofsDue' | 'forgetProofs'>;
  readonly suppressions: Pick<Suppressions, 'forgetOver'>;
}

/**
 * What the ledger forgets by the clock: proofs five years after the end of the consent (RET-15), and opposed contacts
 * three years after the last refusal (RET-18). What somebody refused stays refused: only the evidence goes.
 */
export async function forgetProofs(deps: Deps, now: Temporal.Instant): Promise<SweepReport[]> {
  const { network } = deps.runtime;
  const at = epochSeconds(now);
  const reports: SweepReport[] = [];
  const due = Map.groupBy(await deps.ledger.proofsDue(at), ({ commune }) => commune);
  for (const commune of network.communes) {
    let [found, recount] = [0, 0];
    for (const subject of due.get(commune.id) ?? []) {
      const forgotten = await deps.ledger.forgetProofs(subject, at);
      found += forgotten.found;
      recount += forgotten.recount;
      deps.runtime.reached('consent.sweep.proofs-forgotten');
    }
    const line = { rule: 'RET-15', commune: commune.id, category: 'CONSENT_PROOF' } as const;
    reports.push({ ...line, found, deleted: found - recount, recount });
  }
  const forgotten = await deps.suppressions.forgetOver(at);
  const line = { rule: 'RET-18', commune: network.id, category: 'OPPOSED_CONTACT' } as const;
  return [...reports, { ...line, ...forgotten }];
}
