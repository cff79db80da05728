import { actsIn } from '#core/caller.ts';
import type { IntakeContext, IntakeOutcome } from '#core/contributions.ts';
import { libraryByCode } from '#core/network.ts';
import { erased, notFound, type FieldError } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
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
  const place = libraryByCode(args.runtime.network, event.library);
  if (!place) return fail(rejected(unknownLibrary));
  const commune = place.commune.id;
  if (!actsIn(args.context.caller, commune)) return fail(absentLoan);
  const { kind, step } = transitions[event.type];
  const until = untilOf(event);
  const at = event.at.epochMilliseconds;
  const sign = { id: signId, step, at, ...(until !== undefined && { until }) };
  const patronRef = namedReader(event);
  if (patronRef === undefined) return ok({ kind, commune, sign });
  const reader = args.readers.get(patronRef);
  if (!reader) return fail(rejected(unknownPatron));
  if (reader.isErased) return fail(erasedReader);
  const { subjectRef } = reader;
  const known = { at, sign: signId, reader: { subjectRef, commune: reader.commune } };
  return ok({
    kind,
    commune,
    sign,
    details: { ...known, ...worded(event), library: place.library.id },
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

const rejected = (error: FieldError): IntakeOutcome => ({ status: 'REJECTED', errors: [error] });

const unknownLibrary: FieldError = {
  field: 'library',
  code: 'UNKNOWN_LIBRARY',
  message: {
    fr: 'Bibliothèque inconnue de ce réseau.',
    en: 'This library is not of this network.',
  },
};

const unknownPatron: FieldError = {
  field: 'patronRef',
  code: 'UNKNOWN_PATRON',
  message: {
    fr: 'Lecteur inconnu : transmettez d’abord sa fiche.',
    en: 'Unknown reader: send the record first.',
  },
};

export const absentLoan = rejected({
  field: 'library',
  code: 'NOT_FOUND',
  message: notFound.title,
});
export const erasedReader = rejected({ field: 'patronRef', code: 'ERASED', message: erased.title });
