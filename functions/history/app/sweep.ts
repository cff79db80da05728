import { Temporal } from 'temporal-polyfill';
import { epochSeconds, isVisible } from '#core/calendar.ts';
import { mapConcurrently } from '#core/concurrency.ts';
import type { SweepReport } from '#core/contributions.ts';
import { zoneIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { isCovered } from '../domain/kept-loan.ts';
import type { Histories, Keepable, Keeper, KeepsSince, Kept, LeavingBefore } from './ports.ts';

interface Deps {
  readonly runtime: Pick<Runtime, 'network' | 'reached'>;
  readonly histories: Histories;
  readonly keepsSince: KeepsSince;
  readonly leavingBefore: LeavingBefore;
}

/** One deletion, for the run record. */
interface Forgotten {
  readonly rule: 'RET-12' | 'RET-13';
  readonly kept: readonly Kept[];
  readonly left: readonly Kept[];
}

/**
 * A loan is taken over so long before it is forgotten: fourteen sweeps, so that a week of failures loses nothing, and
 * the corrections of four months need not be followed.
 */
const ahead = Temporal.Duration.from({ hours: 7 * 24 });

const concurrency = 16;

/**
 * Keeps what readers asked to keep, before its period key dies (RET-12); deletes what is past the cap, and all of a
 * reader who no longer agrees (RET-13). Costs two reads a reader who keeps, and nothing for those who do not.
 */
export async function sweepHistories(deps: Deps, now: Temporal.Instant): Promise<SweepReport[]> {
  const before = epochSeconds(now.add(ahead));
  const forgotten: Forgotten[] = [];
  for await (const keepers of deps.histories.keepers()) {
    if (keepers.length === 0) continue;
    const refs = keepers.map(({ subject }) => subject.subjectRef);
    const holding = await deps.keepsSince(refs);
    const leaving = await deps.leavingBefore([...holding.keys()], before);
    const swept = await mapConcurrently(keepers, concurrency, (keeper) => {
      const { subjectRef } = keeper.subject;
      const holds = !keeper.isEnded && holding.has(subjectRef);
      return holds
        ? attend(deps, keeper, { loans: leaving.get(subjectRef) ?? [], now })
        : finish(deps, keeper);
    });
    forgotten.push(...swept);
  }
  return reportsOf(forgotten);
}

/** RET-13: also for a consent that ended by age alone, of which no event tells. */
async function finish({ runtime, histories }: Deps, keeper: Keeper): Promise<Forgotten> {
  const { subjectRef } = keeper.subject;
  await histories.end(keeper);
  runtime.reached('history.sweep.key-destroyed');
  const kept = await histories.list(subjectRef);
  await histories.remove(subjectRef, kept);
  const left = await histories.list(subjectRef);
  if (left.length === 0) await histories.close(keeper);
  return { rule: 'RET-13', kept, left };
}

async function attend(
  deps: Deps,
  keeper: Keeper,
  { loans, now }: { loans: readonly Keepable[]; now: Temporal.Instant },
): Promise<Forgotten> {
  const { histories } = deps;
  const { subjectRef } = keeper.subject;
  const known = await histories.list(subjectRef);
  const taken = known.filter(({ liveUntil }) => isVisible(liveUntil, now));
  if (loans.length > 0 || taken.length > 0) await takeOver(deps, keeper, { loans, taken });
  const isOld = ({ purgeAt }: Kept) => !isVisible(purgeAt, now);
  const old = known.filter(isOld);
  if (old.length === 0) return { rule: 'RET-12', kept: [], left: [] };
  await histories.remove(subjectRef, old);
  return { rule: 'RET-12', kept: old, left: (await histories.list(subjectRef)).filter(isOld) };
}

/** What is about to leave is kept; a return that was undone or re-dated since it was taken over is followed. */
async function takeOver(
  { runtime, histories }: Deps,
  keeper: Keeper,
  { loans, taken }: { loans: readonly Keepable[]; taken: readonly Kept[] },
): Promise<void> {
  const wanted = new Map<string, Keepable>();
  for (const keepable of loans.filter(({ loan }) => covers(runtime, keeper, loan))) {
    const place = await histories.placeOf(keeper, keepable);
    if (place !== undefined) wanted.set(place, keepable);
  }
  const known = new Set(taken.map(({ sk }) => sk));
  for (const [sk, keepable] of wanted) if (!known.has(sk)) await histories.keep(keeper, keepable);
  runtime.reached('history.sweep.taken-over');
  const stale = taken.filter(({ sk }) => !wanted.has(sk));
  await histories.remove(keeper.subject.subjectRef, stale);
}

function covers({ network }: Deps['runtime'], { since }: Keeper, loan: Keepable['loan']): boolean {
  return isCovered(loan.returnedAt, { since, zone: zoneIn(network, loan.commune) });
}

/** One line a rule and lending commune (RET-21). */
function reportsOf(forgotten: readonly Forgotten[]): SweepReport[] {
  const lines = new Map<string, SweepReport>();
  for (const { rule, kept, left } of forgotten) {
    const remaining = new Set(left.map(({ sk }) => sk));
    for (const { commune, returnedOn, sk } of kept) {
      const name = `${rule}|${commune}`;
      const line = lines.get(name);
      const isLeft = remaining.has(sk);
      lines.set(name, {
        ...{ rule, commune, category: 'KEPT_LOAN' },
        found: (line?.found ?? 0) + 1,
        deleted: (line?.deleted ?? 0) + (isLeft ? 0 : 1),
        recount: (line?.recount ?? 0) + (isLeft ? 1 : 0),
        from: earlier(line?.from, returnedOn),
        to: later(line?.to, returnedOn),
      });
    }
  }
  return [...lines.values()];
}

const earlier = (a: string | undefined, b: string) => (a !== undefined && a < b ? a : b);
const later = (a: string | undefined, b: string) => (a !== undefined && a > b ? a : b);
