import type { Temporal } from 'temporal-polyfill';
import { mapConcurrently } from '#core/concurrency.ts';
import { dateIn, type Commune } from '#core/network.ts';
import type { Patron } from '../../patrons/provides.ts';
import { nextStep, type Step } from '../domain/next-step.ts';
import { factsOf } from './facts.ts';
import type { WatchDeps } from './ports.ts';

/** Readers looked at side by side. */
const concurrency = 16;

/**
 * Looks at the readers whose day has come, commune by commune, on the local date there (RET-09, RET-10, RGT-11). Most of
 * them borrowed meanwhile and are filed under a later day; nobody else is read. Twice, late or killed is the same.
 * @returns how many readers were looked at
 */
export async function watchReaders(deps: WatchDeps): Promise<number> {
  const { network, clock } = deps.runtime;
  const asked = network.communes.map(async (commune) => {
    const today = dateIn(network, commune.id, clock.now());
    return { commune, today, due: await deps.clocks.toLookAt(commune.id, today.toString()) };
  });
  let looked = 0;
  for (const { due, ...place } of await Promise.all(asked)) {
    await mapConcurrently(due, concurrency, (ref) => watchReader(deps, ref, place));
    looked += due.length;
  }
  return looked;
}

interface Place {
  readonly commune: Commune;
  readonly today: Temporal.PlainDate;
}

async function watchReader(deps: WatchDeps, subjectRef: string, place: Place): Promise<void> {
  const patron = await deps.people.read(subjectRef);
  if (!patron) return;
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
      return tell({ clocks, messages }, patron, { eraseOn: step.eraseOn.toString(), today });
    case 'LAPSE':
      return clocks.lapse(patron, { rule: step.rule, lookOn: today.add({ days: 1 }).toString() });
  }
}

/** RET-09: thirty days before, by whatever channel leads to the reader, a letter at the end (ACCOUNT is mandatory). */
async function tell(
  { clocks, messages }: Pick<WatchDeps, 'clocks' | 'messages'>,
  patron: Patron,
  { eraseOn, today }: { eraseOn: string; today: Temporal.PlainDate },
): Promise<void> {
  const notificationId = await messages.ask({
    patronRef: patron.patronRef,
    purpose: 'ACCOUNT',
    data: { eraseOn },
    dedupeKey: `inactivity:${eraseOn}`,
  });
  if (notificationId === undefined) return;
  await clocks.file(patron, {
    lookOn: eraseOn,
    notice: { askedOn: today.toString(), notificationId },
  });
}
