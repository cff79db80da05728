import { Temporal } from 'temporal-polyfill';
import { epochSeconds, isVisible } from '#core/calendar.ts';
import { mapConcurrently } from '#core/concurrency.ts';
import type { SweepReport } from '#core/contributions.ts';
import { communeById, zoneOf } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { isCovered } from '../domain/kept-loan.ts';
import type { Histories, Keepable, Keeper, KeepsSince, Kept, LeavingLoans } from './ports.ts';

interface Deps {
  readonly runtime: Pick<Runtime, 'network' | 'reached'>;
  readonly histories: Histories;
  readonly keepsSince: KeepsSince;
  readonly leaving: LeavingLoans;
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
 * reader who no longer agrees (RET-13). A night before which nothing leaves costs one read a reader who keeps.
 */
export async function sweepHistories(deps: Deps, now: Temporal.Instant): Promise<SweepReport[]> {
  const before = epochSeconds(now.add(ahead));
  const next = await deps.leaving.next();
  const isTakingOver = next !== undefined && next < before;
  const forgotten: Forgotten[] = [];
  for await (const keepers of deps.histories.keepers()) {
    const holding = await deps.keepsSince(keepers.map(({ subject }) => subject.subjectRef));
    const swept = await mapConcurrently(keepers, concurrency, async (keeper) => {
      const holds = !keeper.isEnded && holding.has(keeper.subject.subjectRef);
      if (!holds) return finish(deps, keeper);
      if (isTakingOver) await takeOver(deps, keeper, { before, now });
      return forgetOld(deps, keeper, now);
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

async function forgetOld(
  { histories }: Deps,
  { subject }: Keeper,
  now: Temporal.Instant,
): Promise<Forgotten> {
  const old = async () =>
    (await histories.list(subject.subjectRef)).filter(({ purgeAt }) => !isVisible(purgeAt, now));
  const kept = await old();
  if (kept.length === 0) return { rule: 'RET-12', kept, left: [] };
  await histories.remove(subject.subjectRef, kept);
  return { rule: 'RET-12', kept, left: await old() };
}

/** What is about to leave is kept; a return that was undone or re-dated meanwhile is followed. */
async function takeOver(
  { runtime, histories, leaving }: Deps,
  keeper: Keeper,
  { before, now }: { before: number; now: Temporal.Instant },
): Promise<void> {
  const { subjectRef } = keeper.subject;
  const loans = await leaving.of(subjectRef, before);
  const taken = (await histories.list(subjectRef)).filter(({ liveUntil }) =>
    isVisible(liveUntil, now),
  );
  const wanted = new Map<string, Keepable>();
  for (const keepable of loans.filter(({ loan }) => covers(runtime, keeper, loan))) {
    const place = await histories.placeOf(keeper, keepable);
    if (place !== undefined) wanted.set(place, keepable);
  }
  const known = new Set(taken.map(({ sk }) => sk));
  for (const [sk, keepable] of wanted) if (!known.has(sk)) await histories.keep(keeper, keepable);
  runtime.reached('history.sweep.taken-over');
  await histories.remove(
    subjectRef,
    taken.filter(({ sk }) => !wanted.has(sk)),
  );
}

function covers({ network }: Deps['runtime'], { since }: Keeper, loan: Keepable['loan']): boolean {
  const commune = communeById(network, loan.commune);
  const zone = commune ? zoneOf(network, commune) : network.zone;
  return isCovered(loan.returnedAt, { since, zone });
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
