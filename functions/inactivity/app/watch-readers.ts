import type { Temporal } from 'temporal-polyfill';
import { chunks } from '#core/chunks.ts';
import { mapConcurrently } from '#core/concurrency.ts';
import { communeById, dateIn, latestDateIn, type Commune } from '#core/network.ts';
import type { Signed } from '../../governance/provides.ts';
import type { Patron } from '../../patrons/provides.ts';
import { nextStep, type Step } from '../domain/next-step.ts';
import { factsOf, type Place } from './facts.ts';
import type { WatchDeps } from './ports.ts';

/** Readers looked at side by side, and read together. */
const concurrency = 16;
const together = 100;

/**
 * Looks at the readers whose day has come, on the local date of their commune (RET-09, RET-10, RGT-11). Most of
 * them borrowed meanwhile and are filed under a later day; nobody else is read. Twice, late or killed is the same.
 * @returns how many readers were looked at
 */
export async function watchReaders(deps: WatchDeps): Promise<number> {
  const { network, clock } = deps.runtime;
  const latest = latestDateIn(network, clock.now())?.toString() ?? '';
  const due = (await deps.clocks.toLookAt(latest)).flatMap(({ subjectRef, on, ...home }) => {
    const commune = communeById(network, home.commune);
    const today = dateIn(network, home.commune, clock.now());
    return commune && on <= today.toString() ? [{ subjectRef, place: { commune, today } }] : [];
  });
  if (due.length === 0) return 0;
  const signed = await deps.signoffs.readMany([
    ...new Set(due.map(({ place }) => place.commune.id)),
  ]);
  for (const some of chunks(due, together)) {
    const patrons = await deps.people.readMany(some.map(({ subjectRef }) => subjectRef));
    await mapConcurrently(some, concurrency, async ({ subjectRef, place: { commune, today } }) => {
      const patron = patrons.get(subjectRef);
      const place = { commune, today, mayTell: mayTell(signed, commune, today) };
      if (patron) await watchReader(deps, patron, place);
    });
  }
  return due.length;
}

/** What is said about the end of an account, the notice among it; nobody can object to it. */
const purpose = 'ACCOUNT';

const mayTell = (signed: Signed, { id, dpo }: Commune, today: Temporal.PlainDate): boolean =>
  dpo !== undefined && signed.activation({ commune: id, purpose, today }).state === 'ACTIVE';

async function watchReader(deps: WatchDeps, patron: Patron, place: Place): Promise<void> {
  const step = nextStep(await factsOf(deps, patron, place));
  await take(deps, patron, { step, today: place.today });
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
      return clocks.tidy(patron);
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
