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
  readonly recipients: Pick<Recipients, 'keepRef'>;
  readonly steps: readonly ErasureStep[];
}

interface Planned {
  readonly step: ErasureStep;
  readonly blocker?: Blocker;
  readonly found: number;
}

/** The first reason to wait, if there is one (RET-11); counts nothing. */
export async function firstBlocker(
  steps: readonly ErasureStep[],
  subject: Subject,
  now: Temporal.Instant,
): Promise<Blocker | undefined> {
  for (const step of steps) {
    const [blocker] = await step.blockers(subject, now);
    if (blocker) return blocker;
  }
  return undefined;
}

/** What would be erased now and what would wait, and why: the dry run and the first act of the real one (RGT-06). */
async function planErasure(
  steps: readonly ErasureStep[],
  subject: Subject,
  now: Temporal.Instant,
): Promise<Planned[]> {
  const planned = await Promise.all(
    steps.map(async (step): Promise<Planned> => {
      const [[blocker], found] = await Promise.all([
        step.blockers(subject, now),
        step.count(subject),
      ]);
      return { step, found, ...(blocker && { blocker }) };
    }),
  );
  const waiting = planned.find(({ blocker }) => blocker)?.blocker;
  return planned.map((one) =>
    one.step.isLast && !one.blocker && waiting ? { ...one, blocker: waiting } : one,
  );
}

/**
 * Erases a reader, category by category: tombstones and suppression hashes while the data can still be opened, then the
 * keys — from that instant every copy is noise — then the bytes, then a fresh count. Bears being killed anywhere and run
 * again: what was found is remembered on the case, and only the recount decides that it is over.
 */
export async function runErasure(deps: ErasureDeps, caseId: string): Promise<void> {
  const found = await deps.cases.find(caseId);
  if (found?.state !== 'EXECUTING') return;
  const { runtime, keys } = deps;
  const { subjectRef, commune } = found;
  const subject = { subjectRef, commune };
  const planned = await planErasure(deps.steps, subject, runtime.clock.now());
  const free = planned.filter(({ blocker }) => !blocker);
  const isWhole = free.length === planned.length;

  const theCase = isWhole ? await deps.recipients.keepRef(found) : found;
  for (const { step } of free) await step.prepare?.(subject);
  runtime.reached('rights.erasure.prepared');
  if (isWhole) await keys.entomb(subjectRef, tombstoneEnd(runtime));
  else await keys.destroy(subjectRef, classesOf(planned));
  const effectiveAt = runtime.clock.now();
  runtime.reached('rights.erasure.keys-destroyed');

  const reports: CategoryReport[] = [];
  for (const one of planned) reports.push(await eraseCategory(one, subject, theCase));
  runtime.reached('rights.erasure.bytes-deleted');
  await close(deps, { theCase, reports, effectiveAt });
}

/** A key class dies only when no waiting category still needs it. */
function classesOf(planned: readonly Planned[]): KeyClass[] {
  const kept = new Set(
    planned.filter(({ blocker }) => blocker).flatMap(({ step }) => step.keyClasses),
  );
  const freed = planned.filter(({ blocker }) => !blocker).flatMap(({ step }) => step.keyClasses);
  return [...new Set(freed)].filter((keyClass) => !kept.has(keyClass));
}

async function eraseCategory(
  { step, blocker, found }: Planned,
  subject: Subject,
  theCase: RightsCase,
): Promise<CategoryReport> {
  const name = step.category;
  if (blocker)
    return {
      name,
      state: 'WAITING',
      ground: 'GDPR 17(3)',
      blocker,
      found,
      deleted: 0,
      recount: found,
    };
  if (step.keptOn !== undefined && found > 0)
    return { name, state: 'KEPT', ground: step.keptOn, found, deleted: 0, recount: found };
  const before = theCase.categories.find((report) => report.name === name);
  const deleted = (before?.deleted ?? 0) + (await step.erase(subject));
  const recount = await step.count(subject);
  return { name, state: 'ERASED', found: Math.max(found, before?.found ?? 0), deleted, recount };
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
