import type { IntakeContext, IntakeOutcome } from '#core/contributions.ts';
import { placeOf, readerOf } from '#core/intake.ts';
import { ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Located } from '../../patrons/provides.ts';
import { refOf, transitions, untilOf, type CirculationEvent } from '../domain/events.ts';
import type { Details, Incoming } from '../domain/record.ts';

/**
 * Whether an event may touch anything at all: its library is one of ours and of the caller's communes, its reader
 * is known. Another commune's library is as absent as one that does not exist (GOV-10).
 */
export function admitEvent(
  args: { runtime: Runtime; context: IntakeContext; readers: ReadonlyMap<string, Located> },
  event: CirculationEvent,
  signId: string,
): Result<Incoming, IntakeOutcome> {
  const found = placeOf(args.runtime.network, args.context, event.library);
  if (!found.ok) return found;
  const { library } = found.value;
  const commune = found.value.commune.id;
  const { kind, step, counts } = transitions[event.type];
  const until = untilOf(event);
  const at = event.at.epochMilliseconds;
  const act = counts && { name: counts, library: library.id };
  const sign = { id: signId, step, at, ...(until !== undefined && { until }), ...(act && { act }) };
  const patronRef = namedReader(event);
  if (patronRef === undefined) return ok({ kind, commune, sign });
  const named = readerOf(args.readers, patronRef);
  if (!named.ok) return named;
  const { subjectRef, commune: home } = named.value;
  const known = { at, sign: signId, reader: { subjectRef, commune: home } };
  return ok({
    kind,
    commune,
    sign,
    details: { ...known, ...worded(event), library: library.id },
  });
}

/** The reader of an event that may open a record; a renewal or a return is matched by its loan alone. */
export function namedReader(event: CirculationEvent): string | undefined {
  return transitions[event.type].names ? event.patronRef : undefined;
}

function worded(
  event: CirculationEvent,
): Pick<Details, 'ref' | 'itemRef' | 'title' | 'author' | 'subjects'> {
  const { itemRef } = event;
  const { title, author } = 'title' in event || 'author' in event ? event : {};
  const subjects = 'subjects' in event ? event.subjects : undefined;
  return {
    ref: refOf(event),
    ...(itemRef !== undefined && { itemRef }),
    ...(title !== undefined && { title }),
    ...(author !== undefined && { author }),
    ...(subjects && { subjects }),
  };
}
