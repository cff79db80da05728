import type { Temporal } from 'temporal-polyfill';
import { actsIn, type Caller } from '#core/caller.ts';
import { newEvent } from '#core/events.ts';
import { libraryByCode, zoneOf } from '#core/network.ts';
import { conflict, erased, invalid, notFound, type FieldError } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Located, Patron, PatronInput } from '../domain/patron.ts';
import { assessQuality, minimiseBirth } from '../domain/quality.ts';
import type { Directory } from './ports.ts';

export interface Upserted {
  readonly isNew: boolean;
  readonly subjectRef: string;
  readonly commune: string;
  readonly warnings: readonly FieldError[];
  readonly quarantined: boolean;
}

/**
 * Takes what the library system knows of a reader. An unchanged record writes nothing; consents are never taken
 * from it (CON-10); an erased reader does not come back through a synchronisation, only through a new enrolment (RGT-06).
 */
export async function upsertPatron(
  deps: { runtime: Runtime; directory: Directory },
  request: { patronRef: string; input: PatronInput; caller: Caller; now: Temporal.Instant },
): Promise<Result<Upserted>> {
  const { patronRef, input, caller, now } = request;
  const place = placeOf(deps.runtime, input);
  if (!place.ok) return place;
  const { commune, library, zone } = place.value;
  const located = await deps.directory.locate(patronRef);
  if (!actsIn(caller, commune) || (located && !actsIn(caller, located.commune))) return fail(notFound);
  if (located?.isErased && input.source !== 'FORM') return fail(erased);

  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const quality = assessQuality(input, today);
  const current = located && !located.isErased ? await deps.directory.read(located.subjectRef) : undefined;
  const next = patronFrom({
    patronRef,
    input: minimiseBirth(input, today),
    place: { commune, library },
    quarantined: quality.quarantined,
    subjectRef: subjectRefOf(deps.runtime, located),
    current,
  });
  const answer = { isNew: !current, subjectRef: next.subjectRef, commune, ...quality };
  if (current && isSame(current, next)) return ok(answer);

  const audit = newEvent(deps.runtime, {
    type: current ? 'patron.updated' : 'patron.created',
    commune,
    subjectRef: next.subjectRef,
    actor: caller.sub,
  });
  const isWritten = await (current ? deps.directory.replace(next, audit) : deps.directory.create(next, audit));
  return isWritten ? ok(answer) : fail(changedMeanwhile);
}

const changedMeanwhile = conflict('CHANGED_MEANWHILE', {
  fr: 'La fiche a changé entre-temps : recommencer',
  en: 'The record changed meanwhile: try again',
});

const subjectRefOf = (runtime: Runtime, located: Located | undefined) =>
  located && !located.isErased ? located.subjectRef : runtime.ids.uuid();

function placeOf(
  runtime: Runtime,
  input: PatronInput,
): Result<{ commune: string; library: string; zone: string }> {
  const found = libraryByCode(runtime.network, input.library);
  if (!found) return fail(invalid([unknownLibrary]));
  const { commune, library } = found;
  if (input.commune && input.commune !== commune.id) return fail(invalid([otherCommune]));
  return ok({ commune: commune.id, library: library.id, zone: zoneOf(runtime.network, commune) });
}

const unknownLibrary: FieldError = {
  field: 'library',
  code: 'UNKNOWN_LIBRARY',
  message: { fr: 'Bibliothèque absente du réseau.', en: 'Library not in the network.' },
};

const otherCommune: FieldError = {
  field: 'commune',
  code: 'COMMUNE_MISMATCH',
  message: {
    fr: 'Cette bibliothèque relève d’une autre commune.',
    en: 'This library belongs to another commune.',
  },
};

function patronFrom(args: {
  patronRef: string;
  input: PatronInput;
  place: { commune: string; library: string };
  quarantined: boolean;
  subjectRef: string;
  current: Patron | undefined;
}): Patron {
  const { commune: _derived, deceasedOn, restricted, ...profile } = args.input;
  const { current } = args;
  return {
    ...profile,
    ...args.place,
    patronRef: args.patronRef,
    subjectRef: args.subjectRef,
    ...(deceasedOn && { deceasedOn }),
    state: deceasedOn ? 'DECEASED' : restricted ? 'RESTRICTED' : 'ACTIVE',
    quarantined: args.quarantined,
    invalidChannels: stillInvalid(current, profile),
    version: current?.version ?? 0,
  };
}

/** A new address or number is given its chance again (NOT-15). */
function stillInvalid(current: Patron | undefined, next: Pick<Patron, 'email' | 'mobile'>) {
  return (current?.invalidChannels ?? []).filter((channel) =>
    channel === 'EMAIL' ? current?.email === next.email : current?.mobile === next.mobile,
  );
}

/** The order of the fields does not make a change. */
function isSame(a: Patron, b: Patron): boolean {
  return canonical(a) === canonical(b);
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
