import { writeInstant, writeZoned } from '#core/calendar.ts';
import { actsIn } from '#core/caller.ts';
import { mapConcurrently } from '#core/concurrency.ts';
import type { IntakeContext, IntakeOutcome } from '#core/contributions.ts';
import { erasedReader, foreignLibrary as absentLoan } from '#core/intake.ts';
import type { Runtime } from '#core/runtime.ts';
import type { People } from '../../patrons/provides.ts';
import { refOf, transitions, type CirculationEvent } from '../domain/events.ts';
import { localRulesOf } from '../domain/local-rules.ts';
import { applyEvent, deadlineOf, instantOf, standingOf } from '../domain/record.ts';
import type { CirculationRecord, Incoming } from '../domain/record.ts';
import { admitEvent, namedReader } from './admit-event.ts';
import { nameKey, type Draft, type Name, type Place, type Records, type Stored } from './ports.ts';

export interface IntakeDeps {
  readonly runtime: Runtime;
  readonly people: Pick<People, 'locateMany'>;
  readonly records: Records;
}

/** Events of one loan or hold, in the order of the batch, with their places in it. */
interface Group {
  readonly name: Name;
  readonly events: { readonly place: number; readonly incoming: Incoming }[];
}

/** What a group makes of what is stored; `record` is absent when nothing changes. */
interface Plan {
  readonly outcomes: readonly IntakeOutcome[];
  readonly record?: CirculationRecord;
  readonly place?: Place;
}

interface Settled {
  readonly outcomes: readonly IntakeOutcome[];
  readonly draft?: Draft;
}

/** Enough to keep the store busy, few enough to leave the sockets of one function alone. */
const concurrency = 16;

/**
 * Applies a batch: events of one loan in their order and written once, different loans side by side, and what is said
 * of one reader in one write. Pointers stand before what they lead to and go after it, so that no crash loses a loan.
 */
export async function applyEvents(
  deps: IntakeDeps,
  context: IntakeContext,
  events: readonly CirculationEvent[],
): Promise<IntakeOutcome[]> {
  const { records } = deps;
  const outcomes: IntakeOutcome[] = [];
  const groups = await groupEvents(deps, context, { events, outcomes });
  const stored = await records.load(groups.filter(isContinued).map(({ name }) => name));
  const tries = await mapConcurrently(groups, concurrency, (group) =>
    attempt(deps, { group, context }, stored.get(nameKey(group.name))),
  );
  await records.announce(tries.flatMap(({ draft }) => (isDraft(draft) ? [draft] : [])));
  deps.runtime.reached('loans.intake.announced');
  const settled = await mapConcurrently([...groups.entries()], concurrency, ([n, group]) =>
    settle(deps, { group, context }, tries[n]),
  );
  await records.conclude(settled.flatMap(({ draft }) => draft ?? []));
  groups.forEach((group, n) =>
    group.events.forEach(({ place }, at) => {
      outcomes[place] = settled[n]?.outcomes[at] ?? absentLoan;
    }),
  );
  return outcomes;
}

/** Refused events get their outcome here. */
async function groupEvents(
  deps: IntakeDeps,
  context: IntakeContext,
  batch: { events: readonly CirculationEvent[]; outcomes: IntakeOutcome[] },
): Promise<Group[]> {
  const { runtime, people, records } = deps;
  const { events, outcomes } = batch;
  const refs = [...new Set(events.map(namedReader).filter((ref) => ref !== undefined))];
  const readers = await people.locateMany(refs);
  const groups = new Map<string, Group>();
  for (const [place, event] of events.entries()) {
    const signId = await records.fingerprint(event.id);
    const admitted = admitEvent({ runtime, context, readers }, event, signId);
    if (!admitted.ok) {
      outcomes[place] = admitted.problem;
      continue;
    }
    const name = { kind: transitions[event.type].kind, ref: refOf(event) };
    const group = groups.get(nameKey(name)) ?? { name, events: [] };
    group.events.push({ place, incoming: admitted.value });
    groups.set(nameKey(name), group);
  }
  await records.warm([...readers.values()].map(({ subjectRef }) => subjectRef));
  return [...groups.values()];
}

/** A first event that names its reader is taken for new; the condition of the write tells when it is not. */
const isContinued = ({ events }: Group) => events[0]?.incoming.details === undefined;

interface Work {
  readonly group: Group;
  readonly context: IntakeContext;
}

function planOf({ group, context }: Work, stored: Stored | undefined): Plan {
  const outcomes: IntakeOutcome[] = [];
  let record = stored?.record;
  let changed: CirculationRecord | undefined;
  for (const { incoming } of group.events) {
    const isForeign = record && !actsIn(context.caller, record.commune);
    if (isForeign && (record?.details || !incoming.details)) {
      outcomes.push(absentLoan);
      continue;
    }
    // A mark that another commune left does not stand in the way of the loan itself.
    const applied = applyEvent(isForeign ? undefined : record, incoming);
    record = applied.record;
    if (applied.status !== 'DUPLICATE') changed = record;
    outcomes.push({ status: applied.status });
  }
  return {
    outcomes,
    ...(changed && { record: changed }),
    ...(stored && { place: stored.place }),
  };
}

/** A plan with what it would write; nothing to write when nothing changes. */
interface Try {
  readonly plan: Plan;
  readonly draft?: Draft | 'CONFLICT' | 'ERASED';
}

const isDraft = (draft: Try['draft']): draft is Draft => typeof draft === 'object';

async function attempt(deps: IntakeDeps, work: Work, stored: Stored | undefined): Promise<Try> {
  const plan = planOf(work, stored);
  const { record, place } = plan;
  if (!record) return { plan };
  const { network, clock } = deps.runtime;
  const standing = standingOf(record, localRulesOf(network, record.commune), clock.now());
  return { plan, draft: await deps.records.draft(work.group.name, { record, standing, place }) };
}

/** One conditional write; when somebody was faster, once more from what is stored now. */
async function settle(deps: IntakeDeps, work: Work, first: Try | undefined): Promise<Settled> {
  const { records } = deps;
  const { name } = work.group;
  let current = first;
  for (let times = 0; current && times < 6; times += 1) {
    const settled = await write(deps, current);
    if (settled) return settled;
    current = await attempt(deps, work, (await records.load([name])).get(nameKey(name)));
    await records.announce(isDraft(current.draft) ? [current.draft] : []);
  }
  throw new Error('the record kept changing while the event was applied');
}

/** Nothing when somebody was faster. */
async function write(deps: IntakeDeps, { plan, draft }: Try): Promise<Settled | undefined> {
  if (!draft || !plan.record) return plan;
  if (draft === 'ERASED') return { outcomes: plan.outcomes.map(() => erasedReader) };
  const isWritten = isDraft(draft) && (await deps.records.write(draft));
  return isWritten ? { outcomes: dated(deps.runtime, plan, plan.record), draft } : undefined;
}

/** Tells the ILS until when a returned loan is visible here (RET-01). */
function dated(runtime: Runtime, { outcomes }: Plan, record: CirculationRecord): IntakeOutcome[] {
  const rules = localRulesOf(runtime.network, record.commune);
  const deadline = deadlineOf(record, rules);
  if (!deadline) return [...outcomes];
  const visibleUntil = writeZoned(deadline.visibleUntil);
  const purgeAt = writeInstant(instantOf(deadline.purgeAt * 1000), rules.zone);
  return outcomes.map((outcome) =>
    outcome.status === 'REJECTED' ? outcome : { ...outcome, visibleUntil, purgeAt },
  );
}
