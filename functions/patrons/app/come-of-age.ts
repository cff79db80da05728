import { newEvent } from '#core/events.ts';
import { communeById, dateIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { minimiseAtMajority } from '../domain/quality.ts';
import type { Directory } from './ports.ts';

/** A job that stood still for a while catches up; longer than this, the next record of the library system does. */
const daysBack = 31;

/**
 * Every night: who came of age is an adult in our record too. The day of the birth goes, the year stays (DAT-06), and
 * the link to a parent ends (CON-07). Only those whose day it is are read.
 * @returns how many records changed
 */
export async function comeOfAge(deps: { runtime: Runtime; directory: Directory }): Promise<number> {
  const today = deps.runtime.clock
    .now()
    .toZonedDateTimeISO(deps.runtime.network.zone)
    .toPlainDate();
  const days = Array.from({ length: daysBack + 2 }, (_, n) =>
    today.add({ days: 1 - n }).toString(),
  );
  let changed = 0;
  for (const { subjectRef } of await deps.directory.comingOfAgeOn(days))
    if (await release(deps, subjectRef)) changed += 1;
  return changed;
}

/** Where it is still yesterday, nothing changes yet: the next nights ask again. */
async function release(
  { runtime, directory }: { runtime: Runtime; directory: Directory },
  subjectRef: string,
): Promise<boolean> {
  const patron = await directory.read(subjectRef);
  const commune = patron && communeById(runtime.network, patron.commune);
  if (!commune) return false;
  const today = dateIn(runtime.network, commune.id, runtime.clock.now());
  const next = minimiseAtMajority(patron, today);
  if (next === patron) return false;
  const event = newEvent(runtime, {
    type: 'patron.came-of-age',
    commune: commune.id,
    subjectRef,
    actor: 'SYSTEM:birthday',
  });
  return directory.replace(next, event);
}
