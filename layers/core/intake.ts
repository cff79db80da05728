import { actsIn } from './caller.ts';
import type { IntakeContext, IntakeOutcome } from './contributions.ts';
import { libraryByCode, type Commune, type Library, type Network } from './network.ts';
import { erased, notFound, type FieldError } from './problem.ts';
import { fail, ok, type Result } from './result.ts';

/** What an intake step says of an event that may not touch anything. */
export const rejected = (...errors: FieldError[]): IntakeOutcome => ({
  status: 'REJECTED',
  errors,
});

/** The library of an event; another commune's is as absent as one that does not exist (GOV-10). */
export function placeOf(
  network: Network,
  { caller }: IntakeContext,
  library: string,
): Result<{ library: Library; commune: Commune }, IntakeOutcome> {
  const place = libraryByCode(network, library);
  if (!place) return fail(rejected(unknownLibrary));
  return actsIn(caller, place.commune.id) ? ok(place) : fail(foreignLibrary);
}

/** The reader of an event, known and not erased. */
export function readerOf<R extends { readonly isErased: boolean }>(
  readers: ReadonlyMap<string, R>,
  patronRef: string,
): Result<R, IntakeOutcome> {
  const reader = readers.get(patronRef);
  if (!reader) return fail(rejected(unknownPatron));
  return reader.isErased ? fail(erasedReader) : ok(reader);
}

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

export const foreignLibrary = rejected({
  field: 'library',
  code: 'NOT_FOUND',
  message: notFound.title,
});

export const erasedReader = rejected({ field: 'patronRef', code: 'ERASED', message: erased.title });
