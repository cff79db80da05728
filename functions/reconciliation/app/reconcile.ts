import type { Temporal } from 'temporal-polyfill';
import type { Caller } from '#core/caller.ts';
import { chunks } from '#core/chunks.ts';
import { mapConcurrently } from '#core/concurrency.ts';
import { placeOf } from '#core/intake.ts';
import { conflict, invalid, notFound, type FieldError, type Problem } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { LoansOut } from '../../loans/provides.ts';
import { isLost, isPlausible, type Out } from '../domain/settlement.ts';
import type { SnapshotId, Snapshots } from './ports.ts';

export interface Deps {
  readonly runtime: Runtime;
  readonly loans: LoansOut;
  readonly snapshots: Snapshots;
}

/** One page of what a library system has out. */
export interface SnapshotPage extends SnapshotId {
  readonly openLoanRefs: readonly string[];
  /** The library system has said all that is out. */
  readonly last: boolean;
  readonly confirm?: number | undefined;
}

/** `missing`, `closed`: of the whole library, known with the last page. `unknown`: of this page alone. */
export interface Reconciliation {
  /** Out here, and not out there. */
  readonly missing: number;
  /** Of these, now taken for returned. */
  readonly closed: number;
  /** Out there, and not out here: their events are to be sent again. */
  readonly unknown: number;
  readonly unknownRefs: readonly string[];
}

interface Context {
  readonly caller: Caller;
  readonly now: Temporal.Instant;
}

const perBatch = 500;

/**
 * A library system says a return once and does not repeat it: one that is lost would keep a loan for ever. Its list of
 * what is out settles these as returned at the instant of the list, the latest at which they can have been (RET-01,
 * RET-06); a return that still arrives sets the earlier date.
 */
export async function reconcile(
  deps: Deps,
  context: Context,
  page: SnapshotPage,
): Promise<Result<Reconciliation>> {
  const place = placeOf(deps.runtime.network, context, page.library);
  if (!place.ok) return fail(notFound);
  if (page.at.epochMilliseconds > context.now.epochMilliseconds) return fail(invalid([future]));
  const snapshot = { library: place.value.library.id, at: page.at };
  const unknownRefs = await keepPage(deps, snapshot, page.openLoanRefs);
  const unknown = { unknown: unknownRefs.length, unknownRefs };
  if (!page.last) return ok({ missing: 0, closed: 0, ...unknown });
  const settled = await settle(deps, context, { ...snapshot, confirm: page.confirm });
  return settled.ok ? ok({ ...settled.value, ...unknown }) : settled;
}

/** @returns the refs of which nothing is out here */
async function keepPage(
  { loans, snapshots }: Deps,
  snapshot: SnapshotId,
  refs: readonly string[],
): Promise<string[]> {
  const names = await Promise.all(refs.map((ref) => loans.nameOf(ref)));
  await snapshots.keep(snapshot, names);
  const standing = await mapConcurrently(chunks(names, perBatch), 4, (some) =>
    loans.standing(some),
  );
  const out = new Set(standing.flatMap((some) => [...some]));
  return refs.filter((_ref, n) => !out.has(names[n] ?? ''));
}

async function settle(
  { loans, snapshots }: Deps,
  context: Context,
  snapshot: SnapshotId & { confirm: number | undefined },
): Promise<Result<Pick<Reconciliation, 'missing' | 'closed'>>> {
  const { library, at, confirm } = snapshot;
  const said = await snapshots.said(snapshot);
  const open: Out[] = [];
  for await (const some of loans.of(library)) open.push(...some);
  const missing = open.filter(({ name }) => !said.has(name));
  const lost = missing.filter((one) => isLost(one, { said, at }));
  if (!isPlausible(lost.length, open.length, confirm))
    return fail(tooMany(lost.length, open.length));
  const closed = [];
  for (const names of chunks(lost, perBatch)) {
    const known = await loans.describe(names.map(({ name }) => name));
    const loanRefs = known.map(({ loanRef }) => loanRef);
    closed.push(...(await loans.settle(context, { library, loanRefs, at })));
  }
  return ok({
    missing: missing.length,
    closed: closed.filter(({ status }) => status === 'APPLIED').length,
  });
}

const future: FieldError = {
  field: 'at',
  code: 'IN_THE_FUTURE',
  message: { fr: 'Cette date est à venir.', en: 'This date is in the future.' },
};

const tooMany = (lost: number, open: number): Problem => ({
  ...conflict('TOO_MANY_MISSING', {
    fr: 'Trop de prêts manquent à cette liste',
    en: 'Too many loans are missing from this list',
  }),
  rule: 'RET-06',
  detail: {
    fr: `${String(lost)} prêts sur ${String(open)} n’y sont plus. Si la liste est complète, renvoyez la dernière page avec « confirm »: ${String(lost)}. Rien n’a changé.`,
    en: `${String(lost)} loans of ${String(open)} are no longer in it. If the list is complete, send its last page again with "confirm": ${String(lost)}. Nothing has changed.`,
  },
});
