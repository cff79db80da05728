import { communesOf } from '#core/network.ts';
import type { AccessLog } from '#core/access-log.ts';
import type { Caller } from '#core/caller.ts';
import { notFound } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import { titlesOf, type Title } from '../domain/title.ts';
import type { OpenDebts, TitleArchive } from './ports.ts';

interface Scope {
  readonly caller: Caller;
  readonly commune?: string | undefined;
}

interface TitleDeps {
  readonly runtime: Pick<Runtime, 'network'>;
  readonly archive: TitleArchive;
  readonly accessLog: AccessLog;
}

/** All titles that the régie of these communes has issued and that are still kept; who saw them is recorded. */
export async function listTitles(deps: TitleDeps, scope: Scope): Promise<Title[]> {
  const titles: Title[] = [];
  for (const { id: commune } of communesOf(deps.runtime.network, scope.caller, scope.commune)) {
    const found = titlesOf(await deps.archive.ofCommune(commune));
    const data = { count: found.length };
    await deps.accessLog.record([{ type: 'titles.read', commune, actor: scope.caller.sub, data }]);
    titles.push(...found);
  }
  return titles;
}

/** DIS-07: one title, as the Trésor public may be sent it. */
export async function readTitle(
  deps: TitleDeps,
  { titleRef, caller }: { titleRef: string; caller: Caller },
): Promise<Result<Title>> {
  for (const { id: commune } of communesOf(deps.runtime.network, caller)) {
    const records = await deps.archive.byRef(commune, titleRef);
    const [title] = titlesOf(records);
    if (!title) continue;
    const subjectRef = records.find((one) => one.subjectRef !== undefined)?.subjectRef;
    const named = subjectRef === undefined ? {} : { subjectRef };
    const access = { type: 'title.read', commune, actor: caller.sub, data: { titleRef } };
    await deps.accessLog.record([{ ...access, ...named }]);
    return ok(title);
  }
  return fail(notFound);
}

/** RET-22, GOV-10: whoever is not the régie is refused, and that is on record in each of their communes. */
export async function recordRefusal(
  deps: Pick<TitleDeps, 'runtime' | 'accessLog'>,
  caller: Caller,
): Promise<void> {
  const data = { role: caller.roles.join(' ') };
  const communes = communesOf(deps.runtime.network, caller);
  await deps.accessLog.record(
    communes.map(({ id }) => ({ type: 'titles.refused', commune: id, actor: caller.sub, data })),
  );
}

export interface DebtView {
  readonly debtRef: string;
  readonly patronRef: string;
  readonly amountCents: number;
  readonly openedOn: string;
  readonly titleRef?: string;
}

/** What is owed in these communes: amounts and references. */
export async function listDebts(
  deps: { runtime: Pick<Runtime, 'network'>; debts: OpenDebts; accessLog: AccessLog },
  scope: Scope,
): Promise<DebtView[]> {
  const views: DebtView[] = [];
  for (const { id: commune } of communesOf(deps.runtime.network, scope.caller, scope.commune)) {
    const open = await deps.debts.ofCommune(commune);
    const data = { count: open.length };
    await deps.accessLog.record([{ type: 'debts.read', commune, actor: scope.caller.sub, data }]);
    views.push(
      ...open.map(({ claim, titleRef }) => ({
        ...claim,
        ...(titleRef !== undefined && { titleRef }),
      })),
    );
  }
  return views.toSorted((a, b) => (a.openedOn < b.openedOn ? -1 : 1));
}
