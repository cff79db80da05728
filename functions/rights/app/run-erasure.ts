import { Temporal } from 'temporal-polyfill';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import type { Blocker, ErasureStep } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import { epochSeconds } from '#core/calendar.ts';
import type { KeyClass, Subject, SubjectKeys } from '#core/vault/subject-keys.ts';
import type { CategoryReport, RightsCase } from '../domain/case.ts';
import { saveMove } from './move-case.ts';
import type { Cases, Recipients } from './ports.ts';

export interface ErasureDeps {
  readonly runtime: Runtime;
  readonly cases: Cases;
  readonly keys: SubjectKeys;
  readonly recipients: Pick<Recipients, 'sealRef' | 'keepRef'>;
  readonly steps: readonly ErasureStep[];
}

/** A category, and why it must wait, if it must. */
interface Planned {
  readonly step: ErasureStep;
  readonly blocker?: Blocker;
}
export type ErasurePlan = readonly Planned[];

/** What can be erased now and what must wait, and why (RET-11). Nothing is counted. */
export async function planErasure(
  steps: readonly ErasureStep[],
  subject: Subject,
  now: Temporal.Instant,
): Promise<ErasurePlan> {
  const planned = await Promise.all(
    steps.map(async (step): Promise<Planned> => {
      const [blocker] = await step.blockers(subject, now);
      return { step, ...(blocker && { blocker }) };
    }),
  );
  const waiting = firstBlocker(planned);
  return planned.map((one) =>
    one.step.isLast && !one.blocker && waiting ? { ...one, blocker: waiting } : one,
  );
}

export const firstBlocker = (plan: ErasurePlan): Blocker | undefined =>
  plan.find(({ blocker }) => blocker)?.blocker;

/** Erases the reader of a case that is executing; any other case is left as it is. */
export async function runErasure(deps: ErasureDeps, caseId: string): Promise<void> {
  const found = await deps.cases.find(caseId);
  if (found?.state !== 'EXECUTING') return;
  const { subjectRef, commune } = found;
  const plan = await planErasure(deps.steps, { subjectRef, commune }, deps.runtime.clock.now());
  await carryOut(deps, found, plan);
}

/**
 * Category by category: tombstones and suppression hashes while the data can still be opened, then the keys — from that
 * instant every copy is noise — then the bytes, then a fresh count. Bears being killed anywhere and run again: what was
 * found is remembered on the case, and only the recount decides that it is over.
 */
export async function carryOut(
  deps: ErasureDeps,
  found: RightsCase,
  plan: ErasurePlan,
): Promise<void> {
  const { runtime, keys } = deps;
  const { subjectRef, commune } = found;
  const subject = { subjectRef, commune };
  const free = plan.filter(({ blocker }) => !blocker);
  const isWhole = free.length === plan.length;

  const theCase = isWhole ? await deps.recipients.keepRef(found) : found;
  for (const { step } of free) await step.prepare?.(subject);
  runtime.reached('rights.erasure.prepared');
  if (isWhole) await keys.entomb(subjectRef, tombstoneEnd(runtime));
  else await keys.destroy(subjectRef, classesOf(plan));
  const effectiveAt = runtime.clock.now();
  runtime.reached('rights.erasure.keys-destroyed');

  const reports: CategoryReport[] = [];
  for (const one of plan) reports.push(await eraseCategory(one, subject, theCase));
  runtime.reached('rights.erasure.bytes-deleted');
  await close(deps, { theCase, reports, effectiveAt });
}

/** A key class dies only when no waiting category still needs it. */
function classesOf(planned: ErasurePlan): KeyClass[] {
  const kept = new Set(
    planned.filter(({ blocker }) => blocker).flatMap(({ step }) => step.keyClasses),
  );
  const freed = planned.filter(({ blocker }) => !blocker).flatMap(({ step }) => step.keyClasses);
  return [...new Set(freed)].filter((keyClass) => !kept.has(keyClass));
}

async function eraseCategory(
  { step, blocker }: Planned,
  subject: Subject,
  theCase: RightsCase,
): Promise<CategoryReport> {
  const name = step.category;
  if (blocker || step.keptOn !== undefined) {
    const found = await step.count(subject);
    const left = { name, found, deleted: 0, recount: found };
    if (blocker) return { ...left, state: 'WAITING', ground: 'GDPR 17(3)', blocker };
    if (found > 0) return { ...left, state: 'KEPT', ground: step.keptOn };
    return { ...left, state: 'ERASED' };
  }
  const before = theCase.categories.find((report) => report.name === name);
  const gone = await step.erase(subject);
  // Where it found nothing it has counted, and after the keys: no second read says more.
  const recount = gone === 0 ? 0 : await step.count(subject);
  const deleted = (before?.deleted ?? 0) + gone;
  const found = Math.max(before?.found ?? 0, deleted + recount);
  return { name, state: 'ERASED', found, deleted, recount };
}

async function close(
  deps: ErasureDeps,
  done: { theCase: RightsCase; reports: CategoryReport[]; effectiveAt: Temporal.Instant },
): Promise<void> {
  const { theCase, reports, effectiveAt } = done;
  const isWaiting = reports.some(({ state }) => state === 'WAITING');
  const isClean = reports.every(({ state, recount }) => state !== 'ERASED' || recount === 0);
  const command = !isClean ? 'fail' : isWaiting ? 'wait' : 'complete';
  const changes = {
    categories: reports,
    ...(command === 'complete' && {
      recipients: [{ id: 'ILS', state: 'PENDING' as const }],
      effectiveAt: effectiveAt.toString({ smallestUnit: 'second' }),
      irreversibleAt: effectiveAt.add(keyTableWindow).toString({ smallestUnit: 'second' }),
    }),
  };
  const saved = await saveMove(deps, { theCase, command, actor: 'SYSTEM:erasure', changes });
  if (!saved.ok) throw new Error('the case changed while it was executed');
  deps.runtime.log.info('ERASURE_COMPLETED', { caseId: theCase.id, outcome: saved.value.state });
}

/** Until then a restored key table could still open an old copy (RET-20). */
const keyTableWindow = Temporal.Duration.from({
  hours: 24 * retentionRules['RET-20'].parameters.pitrDays,
});

/** No key of the reader can be made while any backup that knew them may come back (RET-20). */
function tombstoneEnd(runtime: Runtime): number {
  const { days } = Temporal.Duration.from(retentionRules['RET-20'].parameters.tombstone);
  return epochSeconds(runtime.clock.now().add({ hours: 24 * days }));
}
