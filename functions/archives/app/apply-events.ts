import { isVisible, writeInstant, writeZoned, type Deadline } from '#core/calendar.ts';
import { mapConcurrently } from '#core/concurrency.ts';
import type { IntakeContext, IntakeOutcome } from '#core/contributions.ts';
import { erasedReader, placeOf, readerOf } from '#core/intake.ts';
import { zoneOf } from '#core/network.ts';
import { ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Located, People } from '../../patrons/provides.ts';
import { deadlineOf, type ArchiveEvent, type Consulted } from '../domain/consultation.ts';
import type { Consultations, Site } from './ports.ts';

export interface IntakeDeps {
  readonly runtime: Runtime;
  readonly people: Pick<People, 'locateMany'>;
  readonly consultations: Consultations;
}

type Readers = ReadonlyMap<string, Located>;

/** Inventories in their order, and first: a consultation that one of them covers is then dated by it (RET-08). */
const rounds = [
  { type: 'inventory.done', concurrency: 1 },
  { type: 'archive.consulted', concurrency: 16 },
] as const;

export async function applyEvents(
  deps: IntakeDeps,
  context: IntakeContext,
  events: readonly ArchiveEvent[],
): Promise<IntakeOutcome[]> {
  const refs = events.flatMap((event) => ('patronRef' in event ? [event.patronRef] : []));
  const readers = await deps.people.locateMany([...new Set(refs)]);
  const outcomes: IntakeOutcome[] = [];
  for (const { type, concurrency } of rounds) {
    const own = [...events.entries()].filter(([, event]) => event.type === type);
    await mapConcurrently(own, concurrency, async ([place, event]) => {
      outcomes[place] = await apply(deps, { context, readers }, event);
    });
  }
  return outcomes;
}

async function apply(
  deps: IntakeDeps,
  batch: { context: IntakeContext; readers: Readers },
  event: ArchiveEvent,
): Promise<IntakeOutcome> {
  const place = siteOf(deps.runtime, batch.context, event);
  if (!place.ok) return place.problem;
  const { site, zone } = place.value;
  if (event.type === 'inventory.done') {
    const isLatest = await deps.consultations.noteInventory(site, event.at);
    return { status: isLatest ? 'APPLIED' : 'STALE' };
  }
  return consult(deps, { event, site, zone, readers: batch.readers });
}

function siteOf(
  { network }: Runtime,
  context: IntakeContext,
  event: ArchiveEvent,
): Result<{ site: Site; zone: string }, IntakeOutcome> {
  const place = placeOf(network, context, event.library ?? event.site);
  if (!place.ok) return place;
  const { commune } = place.value;
  return ok({ site: { commune: commune.id, code: event.site }, zone: zoneOf(network, commune) });
}

/** One that is past its deadline when it arrives is answered with that deadline, and nothing of it is stored. */
async function consult(
  { runtime, consultations }: IntakeDeps,
  work: { event: Consulted; site: Site; zone: string; readers: Readers },
): Promise<IntakeOutcome> {
  const { event, site, zone, readers } = work;
  const { id: eventId, at, patronRef, documentRef } = event;
  const reader = readerOf(readers, patronRef);
  if (!reader.ok) return reader.problem;
  const deadline = deadlineOf({ at, zone }, await consultations.lastInventory(site));
  if (!isVisible(deadline.purgeAt, runtime.clock.now())) return dated('APPLIED', deadline);
  const { subjectRef, commune } = reader.value;
  const added = await consultations.add(
    { site, at, patronRef, documentRef },
    { reader: { subjectRef, commune }, eventId },
  );
  if (added === 'ERASED') return erasedReader;
  return dated(added === 'ADDED' ? 'APPLIED' : 'DUPLICATE', deadline);
}

function dated(status: 'APPLIED' | 'DUPLICATE', { visibleUntil }: Deadline): IntakeOutcome {
  const purge = visibleUntil.add({ seconds: 1 });
  return {
    status,
    visibleUntil: writeZoned(visibleUntil),
    purgeAt: writeInstant(purge.toInstant(), purge.timeZoneId),
  };
}
