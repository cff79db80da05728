import type { Temporal } from 'temporal-polyfill';
import { actsIn, type Caller } from '#core/caller.ts';
import { newEvent } from '#core/events.ts';
import { libraryByCode, zoneOf } from '#core/network.ts';
import {
  changedMeanwhile,
  erased,
  invalid,
  notFound,
  type FieldError,
  type Problem,
} from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Located, Patron, PatronInput } from '../domain/patron.ts';
import { notCollected } from '../domain/collected.ts';
import { isCollected, noticeFaults, tellByOf, withOwnNotices } from '../domain/collection.ts';
import { clockFor } from '../domain/inactivity.ts';
import { assessQuality, minimiseAtMajority, problemsOf, type Quality } from '../domain/quality.ts';
import { findDoubles, markDoubles, type Seen } from './find-doubles.ts';
import type { CurrentNotices, Directory } from './ports.ts';

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
  deps: { runtime: Runtime; directory: Directory; notices: CurrentNotices },
  request: Request,
): Promise<Result<Upserted>> {
  const { patronRef, input, caller, now } = request;
  const place = placeOf(deps.runtime, input);
  if (!place.ok) return place;
  const located = await deps.directory.locate(patronRef);
  const communes = [place.value.commune, located?.commune];
  const refused =
    refusalOf(caller, input, communes, located) ?? (await unshownNotices(deps, input, located));
  if (refused) return fail(refused);

  const living = located?.isErased ? undefined : located;
  const today = now.toZonedDateTimeISO(place.value.zone).toPlainDate();
  const quality = assessQuality(input, today);
  const current = living && (await deps.directory.read(living.subjectRef));
  const known = patronFrom({
    patronRef,
    input: minimiseAtMajority(input, today),
    place: place.value,
    quality,
    subjectRef: living?.subjectRef ?? deps.runtime.ids.uuid(),
    current,
    today,
  });
  const doubles = await findDoubles(deps.directory, known, { current, seen: seenBy(request) });
  const next = { ...known, ...doubles.marks };
  const { subjectRef, commune, quarantined } = next;
  const warnings = [...quality.warnings, ...doubles.warnings];
  const answer = { isNew: !current, subjectRef, commune, warnings, quarantined };
  if (current && isSame(current, next)) return ok(answer);
  if (!(await write(deps, { next, isNew: !current, actor: caller.sub })))
    return fail(changedMeanwhile);
  await markDoubles(deps.directory, next, doubles.others);
  return ok(answer);
}

export interface Request {
  readonly patronRef: string;
  readonly input: PatronInput;
  readonly caller: Caller;
  readonly now: Temporal.Instant;
  /** A row of a file, which nobody looked at: what is doubtful waits (DAT-07). */
  readonly isImport?: boolean;
}

function seenBy({ isImport, caller, input }: Request): Seen {
  if (caller.roles.includes('DESK') || input.source === 'FORM') return 'BY_DESK';
  return isImport === true ? 'BY_NOBODY' : 'BY_SYSTEM';
}

/** GOV-10: whoever does not act in both communes learns nothing. RGT-06: a synchronisation brings nobody back. */
function refusalOf(
  caller: Caller,
  input: PatronInput,
  communes: readonly (string | undefined)[],
  located: Located | undefined,
): Problem | undefined {
  const isForeign = communes.some((commune) => commune !== undefined && !actsIn(caller, commune));
  if (isForeign) return notFound;
  return located?.isErased && input.source !== 'FORM' ? erased : undefined;
}

/** GOV-13: of a new reader whom a form or the portal brings. */
async function unshownNotices(
  { notices }: { notices: CurrentNotices },
  input: PatronInput,
  located: Located | undefined,
): Promise<Problem | undefined> {
  const isNew = !located || located.isErased;
  if (!isNew || !isCollected(input)) return undefined;
  const ids = [...new Set(input.informed.map(({ notice }) => notice))];
  const faults = noticeFaults(input, await notices.versions(ids));
  return faults.length > 0 ? invalid(faults) : undefined;
}

function write(
  { runtime, directory }: { runtime: Runtime; directory: Directory },
  { next, isNew, actor }: { next: Patron; isNew: boolean; actor: string },
): Promise<boolean> {
  const { commune, subjectRef } = next;
  const type = isNew ? 'patron.created' : 'patron.updated';
  const audit = newEvent(runtime, { type, commune, subjectRef, actor });
  return isNew ? directory.create(next, audit) : directory.replace(next, audit);
}

interface Place {
  readonly commune: string;
  readonly library: string;
  readonly zone: string;
  readonly renewalCounts: boolean;
}

function placeOf(runtime: Runtime, input: PatronInput): Result<Place> {
  const found = libraryByCode(runtime.network, input.library);
  if (!found) return fail(invalid([unknownLibrary]));
  const { commune, library } = found;
  if (input.commune && input.commune !== commune.id) return fail(invalid([otherCommune]));
  const closed = notCollected(input, commune);
  if (closed.length > 0) return fail(invalid(closed));
  const { renewalCounts = false } = commune;
  const zone = zoneOf(runtime.network, commune);
  return ok({ commune: commune.id, library: library.id, zone, renewalCounts });
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
  place: Place;
  quality: Quality;
  subjectRef: string;
  current: Patron | undefined;
  today: Temporal.PlainDate;
}): Patron {
  const { commune: _derived, deceasedOn, restricted: _state, ...profile } = args.input;
  const { current, input, quality, today } = args;
  const { commune } = args.place;
  const tellBy = tellByOf({ input, current, commune, today });
  const known = {
    ...profile,
    informed: withOwnNotices(profile.informed, current),
    knownSince: current?.knownSince ?? today.toString(),
    state: stateOf(args.input),
  };
  return {
    ...known,
    ...(tellBy !== undefined && { tellBy }),
    ...(tellBy !== undefined && tellBy === current?.tellBy && { filedOn: current.filedOn }),
    commune,
    library: args.place.library,
    patronRef: args.patronRef,
    subjectRef: args.subjectRef,
    ...(deceasedOn && { deceasedOn }),
    quarantined: quality.quarantined,
    problems: problemsOf(quality),
    clock: clockFor(known, current, { today, renewalCounts: args.place.renewalCounts }),
    invalidChannels: stillInvalid(current, profile),
    version: current?.version ?? 0,
  };
}

const stateOf = ({ deceasedOn, restricted }: PatronInput) =>
  deceasedOn ? ('DECEASED' as const) : restricted ? ('RESTRICTED' as const) : ('ACTIVE' as const);

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
