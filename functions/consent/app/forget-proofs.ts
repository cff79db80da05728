import { epochSeconds } from '#core/calendar.ts';
import type { RecordLines, SweepReport } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Left, Tallies } from '#core/tally.ts';
import type { Temporal } from 'temporal-polyfill';
import type { LedgerStore, Suppressions } from './ports.ts';

interface Deps {
  readonly runtime: Pick<Runtime, 'network'>;
  readonly ledger: Pick<LedgerStore, 'proofsDue' | 'proofsOf' | 'fileProofs'>;
  readonly suppressions: Pick<Suppressions, 'over' | 'left' | 'destroyKeys'>;
  readonly tallies: Tallies;
}

/**
 * What the ledger forgets by the clock: proofs five years after the end of the consent (RET-15), and opposed contacts
 * three years after the last refusal (RET-18). What somebody refused stays refused: only the evidence goes.
 */
export async function forgetProofs(
  { runtime, ledger, suppressions, tallies }: Deps,
  now: Temporal.Instant,
  record?: RecordLines,
): Promise<SweepReport[]> {
  const at = epochSeconds(now);
  const lines: Left[] = [];
  for (const [commune, due] of Map.groupBy(await ledger.proofsDue(at), (one) => one.commune)) {
    const line = { rule: 'RET-15', commune, category: 'CONSENT_PROOF' } as const;
    let left = 0;
    for (const subject of due) {
      await tallies.forget(line, await ledger.proofsOf(subject, at));
      left += await ledger.fileProofs(subject, at);
    }
    lines.push({ ...line, left });
  }
  const line = {
    rule: 'RET-18',
    commune: runtime.network.id,
    category: 'OPPOSED_CONTACT',
  } as const;
  const over = await suppressions.over(at);
  await tallies.forget(line, over);
  lines.push({ ...line, left: await suppressions.left(over) });
  await suppressions.destroyKeys(at);
  return tallies.report(lines, record);
}
