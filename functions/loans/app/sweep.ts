import { Temporal } from 'temporal-polyfill';
import { isVisible } from '#core/calendar.ts';
import type { SweepReport } from '#core/contributions.ts';
import type { Network } from '#core/network.ts';
import type { RuleId } from '#core/problem.ts';
import type { Runtime } from '#core/runtime.ts';
import { instantOf } from '../domain/record.ts';
import { categories, type Category, type Due, type DueStore, type Tally } from './ports.ts';

interface Deps {
  readonly runtime: Pick<Runtime, 'network' | 'reached'>;
  readonly dues: DueStore;
}

/** Categories of the register, with the rule that ends them; the others hold no link and fill no slip. */
const ruleOf: Partial<Record<Category, RuleId>> = {
  LOAN_LINK: 'RET-01',
  HOLD_LINK: 'RET-07',
  ACCESS_LOG: 'RET-17',
};

/** Each due day is looked at again for so long: for a write that was under way, and for a report that was lost. */
const lookBack = Temporal.Duration.from('PT24H');

/**
 * Forgets what fell due (RET-01, RET-04, RET-05, RET-07). First the keys of all communes: from then on every copy is
 * noise. Then the bytes, page by page, then a fresh count. May be killed anywhere, run twice at once or late.
 */
export async function sweepLoans(deps: Deps, now: Temporal.Instant): Promise<SweepReport[]> {
  const { runtime, dues } = deps;
  const due = await allDue(runtime.network, dues, now);
  for (const one of due) {
    await dues.destroyKey(one);
    runtime.reached('loans.sweep.key-destroyed');
  }
  const reports: SweepReport[] = [];
  for (const one of due) reports.push(...(await forget(deps, one, now)));
  return reports;
}

async function allDue(network: Network, dues: DueStore, now: Temporal.Instant): Promise<Due[]> {
  const due: Due[] = [];
  for (const { id } of network.communes) due.push(...(await dues.due(id, now)));
  return due;
}

async function forget(
  { runtime, dues }: Deps,
  due: Due,
  now: Temporal.Instant,
): Promise<SweepReport[]> {
  const tallies = due.tallies ?? (await dues.keepTallies(due, await countAll(dues, due)));
  runtime.reached('loans.sweep.counted');
  for await (const page of dues.pages(due)) {
    await dues.remove(page);
    runtime.reached('loans.sweep.page-deleted');
  }
  const left = await recount(dues, due);
  runtime.reached('loans.sweep.recounted');
  const isOver = !isVisible(due.purgeAt, now.subtract(lookBack));
  if (isOver && [...left.values()].every((count) => count === 0)) await dues.close(due);
  return tallies.flatMap((tally) => reportOf(due, tally, left.get(tally.category) ?? 0));
}

async function countAll(dues: DueStore, due: Due): Promise<Tally[]> {
  const tallies = new Map<Category, Tally>();
  for await (const page of dues.pages(due)) {
    for (const { category, on } of page) {
      const { found, from, to } = tallies.get(category) ?? { found: 0, from: on, to: on };
      tallies.set(category, {
        category,
        found: found + 1,
        from: on < from ? on : from,
        to: on > to ? on : to,
      });
    }
  }
  return [...tallies.values()];
}

async function recount(dues: DueStore, due: Due): Promise<Map<Category, number>> {
  const left = new Map<Category, number>(categories.map((category) => [category, 0]));
  for await (const page of dues.pages(due)) {
    for (const { category } of page) left.set(category, (left.get(category) ?? 0) + 1);
  }
  return left;
}

function reportOf(due: Due, tally: Tally, recounted: number): SweepReport[] {
  const { category, found, from, to } = tally;
  const rule = ruleOf[category];
  if (!rule) return [];
  const { commune } = due;
  const deleted = found - recounted;
  return [
    {
      rule,
      commune,
      category,
      found,
      deleted,
      recount: recounted,
      from,
      to,
      due: instantOf(due.purgeAt * 1000),
    },
  ];
}
