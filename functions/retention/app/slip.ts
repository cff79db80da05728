import { actsIn, type Caller } from '#core/caller.ts';
import { communeById, zoneIn } from '#core/network.ts';
import { notFound } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import { parseRunId, type RetentionRun } from '../domain/run.ts';
import type { Runs } from './ports.ts';

/** What the departmental archives are shown of one destruction: never a name (code du patrimoine L212-2, RET-21). */
export interface Slip {
  readonly run: RetentionRun;
  readonly communeName: string;
  /** That of the commune, in which its days are counted. */
  readonly zone: string;
  /** The standing agreement under which it was destroyed; nothing when none is on file. */
  readonly archivesVisaRef: string | undefined;
}

export async function readSlip(
  deps: { runtime: Pick<Runtime, 'network'>; runs: Runs },
  { id, caller }: { id: string; caller: Caller },
): Promise<Result<Slip>> {
  const name = parseRunId(id);
  if (!name || !actsIn(caller, name.commune)) return fail(notFound);
  const run = await deps.runs.find(name);
  if (!run) return fail(notFound);
  const commune = communeById(deps.runtime.network, run.commune);
  return ok({
    run,
    communeName: commune?.name ?? run.commune,
    zone: zoneIn(deps.runtime.network, run.commune),
    archivesVisaRef: commune?.archivesVisaRef,
  });
}
