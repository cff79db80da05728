import type { Temporal } from 'temporal-polyfill';
import { chunks } from '#core/chunks.ts';
import { mapConcurrently } from '#core/concurrency.ts';
import { dateIn, latestDateIn, type Commune } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Signed } from '../../governance/provides.ts';
import type { LoanActivity } from '../../loans/provides.ts';
import type { Patron, Watched } from '../../patrons/provides.ts';
import { nextStep, type Facts, type Step } from '../domain/next-step.ts';
import { factsOf } from './facts.ts';
import type { WatchDeps } from './ports.ts';

/** Readers looked at side by side, and read together. */
const concurrency = 16;
const together = 100;

/** The hours between two rounds (`schedules` of the manifest). */
const between = 12;

/** A commune on the day that it is there. */
interface Here {
  readonly commune: Commune;
  readonly today: Temporal.PlainDate;
  /** The same as text, to be compared with that of many readers. */
  readonly date: string;
  /** Whether this is the first round after the midnight of the commune. */
  readonly isFirstRound: boolean;
}

/** A reader whose day has come. */
interface Due extends Here {
  readonly subjectRef: string;
  /** They were looked at before, and are due since. */
  readonly isHeld: boolean;
}

/**
 * Looks at the readers whose day has come, on the local date of their commune (RET-09, RET-10, RGT-11). Most of
 * them borrowed meanwhile and are filed under a later day; nobody else is read. Twice, late or killed is the same.
 * @returns how many readers were looked at
 */
export async function watchReaders(deps: WatchDeps): Promise<number> {
  const { network, clock } = deps.runtime;
  const latest = latestDateIn(network, clock.now())?.toString() ?? '';
  const due = dueNow(deps.runtime, await deps.clocks.toLookAt(latest));
  if (due.length === 0) return 0;
  const signed = await deps.signoffs.readMany([...new Set(due.map(({ commune }) => commune.id))]);
  for (const some of chunks(due, together)) await watchSome(deps, some, signed);
  return due.length;
}

/** Whoever was found held on an earlier day is looked at once a day: in the first round after their midnight. */
function dueNow({ network, clock }: Runtime, watched: readonly Watched[]): Due[] {
  const now = clock.now();
  const before = now.subtract({ hours: between });
  const places = new Map(
    network.communes.map((commune): [string, Here] => {
      const today = dateIn(network, commune.id, now);
      const isFirstRound = !dateIn(network, commune.id, before).equals(today);
      return [commune.id, { commune, today, date: today.toString(), isFirstRound }];
    }),
  );
  return watched.flatMap(({ subjectRef, on, commune }) => {
    const here = places.get(commune);
    if (!here) return [];
    const isHeld = on < here.date;
    return on === here.date || (isHeld && here.isFirstRound)
      ? [{ ...here, subjectRef, isHeld }]
      : [];
  });
}

/** What an account is and who stands behind it is read together; then each reader goes their own way. */
async function watchSome(deps: WatchDeps, some: readonly Due[], signed: Signed): Promise<void> {
  const activities = await deps.activity.ofMany(some.map(({ subjectRef }) => subjectRef));
  const open = some.filter((due) => !isStillOut(due, activities.get(due.subjectRef)));
  const patrons = await deps.people.readMany(open.map(({ subjectRef }) => subjectRef));
  await mapConcurrently(open, concurrency, async ({ subjectRef, commune, today }) => {
    const [patron, activity] = [patrons.get(subjectRef), activities.get(subjectRef)];
    if (!patron || !activity) return;
    const place = { commune, today, mayTell: mayTell(signed, commune, today) };
    const facts = await factsOf(deps, { patron, activity, place });
    await take(deps, patron, { step: await stepOf(deps, patron, facts), today });
  });
}

/** RET-11: whoever was found with a loan and still has one is held, and need not be opened to know it. */
const isStillOut = ({ isHeld }: Due, activity: LoanActivity | undefined): boolean =>
  isHeld && activity !== undefined && activity.openLoans > 0;

/** What is said about the end of an account, the notice among it; nobody can object to it. */
const purpose = 'ACCOUNT';

const mayTell = (signed: Signed, { id, dpo }: Commune, today: Temporal.PlainDate): boolean =>
  dpo !== undefined && signed.activation({ commune: id, purpose, today }).state === 'ACTIVE';

/** RET-11: only of whom would be told, or erased for their silence, it is asked whether a child is reached through them. */
async function stepOf({ clocks }: WatchDeps, patron: Patron, facts: Facts): Promise<Step> {
  const step = nextStep(facts);
  const isEnding = step.kind === 'TELL' || (step.kind === 'LAPSE' && step.rule === 'RET-09');
  return isEnding && (await clocks.isGuardian(patron.patronRef))
    ? nextStep({ ...facts, isHeld: true })
    : step;
}

/** Whoever changed the record meanwhile wins: the day stays due, and the next round looks again. */
async function take(
  { clocks, messages }: WatchDeps,
  patron: Patron,
  { step, today }: { step: Step; today: Temporal.PlainDate },
): Promise<void> {
  const { closesOn, ...told } = patron.clock;
  switch (step.kind) {
    case 'LATER':
      return clocks.file(patron, { lookOn: step.lookOn.toString(), ...(closesOn && { closesOn }) });
    case 'WAIT':
      return clocks.file(patron, { ...told, lookOn: step.lookOn.toString() });
    case 'HELD':
      return clocks.hold(patron);
    case 'TELL':
      return tell({ clocks, messages }, patron, step, today);
    case 'LAPSE': {
      const { rule, untold } = step;
      const lookOn = today.add({ days: 1 }).toString();
      return clocks.lapse(patron, { rule, lookOn, ...(untold && { untold }) });
    }
  }
}

/** RET-09: thirty days before, by whatever channel leads to the reader, a letter at the end (ACCOUNT is mandatory). */
async function tell(
  { clocks, messages }: Pick<WatchDeps, 'clocks' | 'messages'>,
  patron: Patron,
  step: Extract<Step, { kind: 'TELL' }>,
  today: Temporal.PlainDate,
): Promise<void> {
  const eraseOn = step.eraseOn.toString();
  const again = patron.clock.notice ? `:${today.toString()}` : '';
  const notificationId = await messages.ask({
    patronRef: patron.patronRef,
    purpose,
    data: { eraseOn },
    dedupeKey: `inactivity:${eraseOn}${again}`,
  });
  if (notificationId === undefined) return;
  await clocks.file(patron, {
    lookOn: step.lookOn.toString(),
    notice: { askedOn: step.askedOn.toString(), notificationId },
  });
}
