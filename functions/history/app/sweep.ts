import { Temporal } from 'temporal-polyfill';
import { epochSeconds, isVisible } from '#core/calendar.ts';
import { mapConcurrently } from '#core/concurrency.ts';
import type { RecordLines, SweepReport } from '#core/contributions.ts';
import { zoneIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Left, Tallies } from '#core/tally.ts';
import { isCovered } from '../domain/kept-loan.ts';
import type { Histories, Keepable, Keeper, KeepsSince, Kept, LeavingBefore } from './ports.ts';

interface Deps {
  readonly runtime: Pick<Runtime, 'network' | 'reached'>;
  readonly histories: Histories;
  readonly keepsSince: KeepsSince;
  readonly leavingBefore: LeavingBefore;
  readonly tallies: Tallies;
}

/** What a keeper must lose. */
interface Ending {
  readonly rule: 'RET-12' | 'RET-13';
  readonly keeper: Keeper;
  readonly kept: readonly Kept[];
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
export async function sweepHistories(
  deps: Deps,
  now: Temporal.Instant,
  record?: RecordLines,
): Promise<SweepReport[]> {
  const before = epochSeconds(now.add(ahead));
  const left: Left[] = [];
  for await (const keepers of deps.histories.keepers()) {
    if (keepers.length === 0) continue;
    const refs = keepers.map(({ subject }) => subject.subjectRef);
    const holding = await deps.keepsSince(refs);
    const leaving = await deps.leavingBefore([...holding.keys()], before);
    const endings = await mapConcurrently(keepers, concurrency, (keeper) => {
      const { subjectRef } = keeper.subject;
      const holds = !keeper.isEnded && holding.has(subjectRef);
      return holds
        ? attend(deps, keeper, { loans: leaving.get(subjectRef) ?? [], now })
        : finish(deps, keeper);
    });
    left.push(...(await forget(deps, endings)));
  }
  return deps.tallies.report(left, record);
}

/** RET-13: also for a consent that ended by age alone, of which no event tells. */
async function finish({ runtime, histories }: Deps, keeper: Keeper): Promise<Ending> {
  await histories.end(keeper);
  runtime.reached('history.sweep.key-destroyed');
  return { rule: 'RET-13', keeper, kept: await histories.list(keeper.subject.subjectRef) };
}

async function attend(
  deps: Deps,
  keeper: Keeper,
  { loans, now }: { loans: readonly Keepable[]; now: Temporal.Instant },
): Promise<Ending> {
  const { histories } = deps;
  const { subjectRef } = keeper.subject;
  const known = await histories.list(subjectRef);
  const taken = known.filter(({ liveUntil }) => isVisible(liveUntil, now));
  if (loans.length > 0 || taken.length > 0) await takeOver(deps, keeper, { loans, taken });
  const kept = known.filter(({ purgeAt }) => !isVisible(purgeAt, now));
  return { rule: 'RET-12', keeper, kept };
}

/** One line a rule and lending commune (RET-21). */
async function forget(deps: Deps, endings: readonly Ending[]): Promise<Left[]> {
  const lines = Map.groupBy(endings.flatMap(linesOf), ({ rule, commune }) => `${rule}|${commune}`);
  for (const group of lines.values()) {
    const things = group.flatMap(({ keeper, kept }) =>
      kept.map((one) => deps.histories.leavingOf(keeper.subject.subjectRef, one)),
    );
    if (group[0]) await deps.tallies.forget(group[0].line, things);
  }
  const left = await mapConcurrently(endings, concurrency, (ending) => whatIsLeft(deps, ending));
  return left.flat();
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

/** Of what went, by lending commune; a keeper who has ended and of whom nothing is left goes last. */
async function whatIsLeft({ histories }: Deps, ending: Ending): Promise<Left[]> {
  const { rule, keeper, kept } = ending;
  if (rule === 'RET-12' && kept.length === 0) return [];
  const still = await histories.list(keeper.subject.subjectRef);
  if (rule === 'RET-13' && still.length === 0) await histories.close(keeper);
  const gone = new Set(kept.map(({ sk }) => sk));
  return linesOf({ ...ending, kept: still.filter(({ sk }) => gone.has(sk)) }).map(
    ({ line, kept: own }) => ({ ...line, left: own.length }),
  );
}

const linesOf = ({ rule, keeper, kept }: Ending) =>
  [...Map.groupBy(kept, ({ commune }) => commune)].map(([commune, own]) => ({
    ...{ rule, commune, keeper, kept: own },
    line: { rule, commune, category: 'KEPT_LOAN' } as const,
  }));
