import { Temporal } from 'temporal-polyfill';
import type { AccessLog } from '#core/access-log.ts';
import { actsIn, mayReach, type Caller } from '#core/caller.ts';
import type { ReadingStep } from '#core/contributions.ts';
import { dateIn } from '#core/network.ts';
import { erased, notFound } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Located, Patron, People } from '../../patrons/provides.ts';
import { lifeOf } from '../domain/lifecycle.ts';
import { localRulesOf } from '../domain/local-rules.ts';
import type { LinkedRecord } from '../domain/record.ts';
import { isGuardian, isStaffRead, viewOf } from '../domain/visibility.ts';
import type { Circulation } from './ports.ts';
import { show, type LoanView } from './show-loan.ts';

export interface ReadDeps {
  readonly runtime: Runtime;
  readonly people: Pick<People, 'locate' | 'read' | 'readMany'>;
  readonly circulation: Circulation;
  readonly accessLog: AccessLog;
  /** What readers asked to be kept longer (RET-12); none when no plugin offers that. */
  readonly readings: readonly ReadingStep[];
}

export interface Request {
  readonly patronRef: string;
  readonly caller: Caller;
  readonly now: Temporal.Instant;
}

/**
 * A reader's loans as far as this caller may see them: staff the open ones of their own communes, the desk of the
 * reader's commune the due dates of all, readers everything that is still visible, guardians by age (DIS-06).
 */
export async function listLoans(deps: ReadDeps, request: Request): Promise<Result<LoanView[]>> {
  const { patronRef, caller, now } = request;
  const located = await deps.people.locate(patronRef);
  if (!located) return fail(notFound);
  const isReachable = mayReach(caller, { patronRef, commune: located.commune });
  if (located.isErased) return fail(isReachable ? erased : notFound);
  const view = viewOf(caller, patronRef, await ageOf(deps, located, request));
  if (!view) return fail(notFound);
  const open = await deps.circulation.open(located.subjectRef, 'LOAN');
  const returned =
    view.returned === 'NONE' ? [] : await deps.circulation.returned(located.subjectRef);
  const isOwn = (record: LinkedRecord) => !view.byCommune || actsIn(caller, record.commune);
  const seen = open
    .filter((record) => isReachable || isOwn(record))
    .filter((record) => !view.overdueOnly || isOverdue(deps.runtime, record, now));
  if (!isReachable && seen.length === 0) return fail(await refused(deps, located, request));
  await recordAccess(deps, located, { ...request, type: 'loans.read' });
  const views = [
    ...seen.map((record) => show(deps.runtime, record, isOwn(record) ? view.open : 'DUES')),
    ...returned.filter(isOwn).map((record) => show(deps.runtime, record, view.returned)),
  ];
  return ok(views.toSorted(latestFirst));
}

/**
 * RGT-04: everything of one's own that is still visible, for the reader, a young child's parent, or printed at the desk.
 * A history that the reader asked for is theirs alone (rules §4): the desk gets it on paper for them, never as data.
 */
export async function readingList(
  deps: ReadDeps,
  request: Request & { isOnPaper?: boolean },
): Promise<Result<LoanView[]>> {
  const loans = await lookBack(deps, request, {
    type: 'reading-list.printed',
    showsStaffTheHistory: request.isOnPaper === true,
  });
  return loans.ok ? ok(loans.value.toSorted(latestFirst)) : loans;
}

/** All loans of a reader as they themselves may look back on them. */
export async function lookBack(
  deps: ReadDeps,
  request: Request,
  access: { type: string; showsStaffTheHistory: boolean },
): Promise<Result<LoanView[]>> {
  const { patronRef, caller, now } = request;
  const located = await deps.people.locate(patronRef);
  if (!located) return fail(notFound);
  if (!mayReach(caller, { patronRef, commune: located.commune })) {
    return fail(await refused(deps, located, request));
  }
  if (located.isErased) return fail(erased);
  const view = viewOf(caller, patronRef, await ageOf(deps, located, request));
  const isPrinting = isStaffRead(caller, patronRef);
  if (!isPrinting && view?.returned !== 'FULL') return fail(notFound);
  const records = [
    ...(await deps.circulation.open(located.subjectRef, 'LOAN')),
    ...(await deps.circulation.returned(located.subjectRef)),
  ];
  const seesHistory = !isPrinting || access.showsStaffTheHistory;
  const kept = await Promise.all(
    seesHistory ? deps.readings.map((step) => step.kept(located, now)) : [],
  );
  await recordAccess(deps, located, { ...request, type: access.type });
  return ok([
    ...records.map((record) => show(deps.runtime, record, 'FULL')),
    ...kept.flat().map((loan) => ({ ...loan, state: 'RETURNED' as const })),
  ]);
}

const latestFirst = (a: LoanView, b: LoanView) =>
  Temporal.Instant.compare(b.loanedAt, a.loanedAt) || (a.loanRef < b.loanRef ? -1 : 1);

function isOverdue(runtime: Runtime, record: LinkedRecord, now: Temporal.Instant): boolean {
  const { zone } = localRulesOf(runtime.network, record.commune);
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const { until } = lifeOf(record.signs);
  return until !== undefined && Temporal.PlainDate.compare(until, today) < 0;
}

/** Asked for guardians alone. Full years, counted to the strictest when only the year is known. */
async function ageOf(
  deps: ReadDeps,
  located: Located,
  { caller, patronRef, now }: Request,
): Promise<number | undefined> {
  if (!isGuardian(caller, patronRef)) return undefined;
  const patron = await deps.people.read(located.subjectRef);
  return patron && fullYears(patron, dateIn(deps.runtime.network, located.commune, now));
}

function fullYears(
  { birthDate, birthYear }: Patron,
  today: Temporal.PlainDate,
): number | undefined {
  if (birthDate)
    return Temporal.PlainDate.from(birthDate).until(today, { largestUnit: 'years' }).years;
  return birthYear === undefined ? undefined : today.year - birthYear;
}

/** Another commune's reader is absent, and the attempt is on record (design, Tenancy). */
async function refused(deps: ReadDeps, located: Located, request: Request) {
  await recordAccess(deps, located, { ...request, type: 'loans.refused' });
  return notFound;
}

export async function recordAccess(
  deps: Pick<ReadDeps, 'runtime' | 'accessLog'>,
  { subjectRef, commune }: Pick<Located, 'subjectRef' | 'commune'>,
  access: { patronRef: string; caller: Caller; type: string },
): Promise<void> {
  const { caller, type, patronRef } = access;
  if (!isStaffRead(caller, patronRef)) return;
  const data = { role: caller.roles.join(' ') };
  await deps.accessLog.record([{ type, commune, subjectRef, actor: caller.sub, data }]);
}
