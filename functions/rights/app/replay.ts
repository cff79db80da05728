import type { ErasureStep } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Tombstone } from '#core/vault/tombstones.ts';
import type { Closing, Stones } from './ports.ts';

interface Deps {
  readonly runtime: Pick<Runtime, 'reached' | 'log'>;
  readonly stones: Stones;
  readonly closing: Closing;
  readonly steps: readonly ErasureStep[];
}

/** What was done again; `left` is 0, or nothing may be served. */
export interface Replayed {
  readonly erased: number;
  readonly deleted: number;
  readonly left: number;
  /** Purposes that wait for a new signature. */
  readonly closed: number;
}

/** Where refusals lie: what readers said, and what their officers signed. */
const ledgers = ['Consents', 'Governance'];

const reason =
  'Restored from a backup: refusals since then are not known. Reconcile, then sign again.';

/**
 * Does again, in tables that were restored, what the backup does not know (RET-20): erases everybody whom a tombstone
 * names, and closes what somebody may have refused since. Run before anything is served; may be killed anywhere
 * and run again. What fell due is the sweep's, whose keys were never restored.
 */
export async function replay(
  deps: Deps,
  { tables }: { tables: readonly string[] },
): Promise<Replayed> {
  const { runtime, stones, closing, steps } = deps;
  const isOlder = tables.some((table) => ledgers.includes(table));
  const closed = isOlder ? await closing.close({ reason, actor: 'SYSTEM:restore' }) : 0;
  runtime.reached('rights.replay.closed');
  let [erased, deleted, left] = [0, 0, 0];
  for await (const page of stones.pages()) {
    for (const stone of page) {
      const done = await eraseAgain(runtime, steps, stone);
      [erased, deleted, left] = [erased + 1, deleted + done.deleted, left + done.left];
    }
  }
  runtime.log.info('ERASURE_COMPLETED', { count: erased, deleted, recount: left });
  return { erased, deleted, left, closed };
}

async function eraseAgain(
  { reached }: Deps['runtime'],
  steps: readonly ErasureStep[],
  stone: Tombstone,
): Promise<{ deleted: number; left: number }> {
  // What the law keeps whatever the reader asks was kept the first time too.
  const mortal = steps.filter(({ keptOn }) => keptOn === undefined);
  for (const step of mortal) await step.bury?.(stone);
  reached('rights.replay.buried');
  let [deleted, left] = [0, 0];
  for (const step of mortal) {
    deleted += await step.erase(stone);
    reached('rights.replay.erased');
  }
  for (const step of mortal) left += await step.count(stone);
  return { deleted, left };
}
