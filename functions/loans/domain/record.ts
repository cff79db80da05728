import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { isVisible, loanDeadline, type Deadline } from '#core/calendar.ts';
import type { RetentionMode } from '#core/network.ts';
import { addSign, lifeOf, type Sign } from './lifecycle.ts';

export const Kind = z.enum(['LOAN', 'HOLD']);
export type Kind = z.infer<typeof Kind>;

/** Who and what: everything that links a reader to a document. Only ever stored sealed. */
export const Details = z.object({
  /** When it was lent or placed, epoch milliseconds. */
  at: z.int(),
  /** Id of the sign that brought them. */
  sign: z.string(),
  reader: z.object({ subjectRef: z.string(), commune: z.string() }),
  ref: z.string(),
  library: z.string(),
  itemRef: z.string().optional(),
  title: z.string().optional(),
  author: z.string().optional(),
  subjects: z.array(z.string()).optional(),
});
export type Details = z.infer<typeof Details>;

/** A loan or a hold as it is known; without `details` it is a mark: something ended or began whose rest we lack. */
export interface CirculationRecord {
  readonly kind: Kind;
  /** Commune of the lending library: its zone and mode apply, its desk sees it (design, Tenancy). */
  readonly commune: string;
  readonly signs: readonly Sign[];
  readonly details?: Details;
}

/** One that links a reader to a document. */
export type LinkedRecord = CirculationRecord & { readonly details: Details };

/** An event that may be applied: its library is known and the caller acts there. */
export interface Incoming {
  readonly kind: Kind;
  readonly commune: string;
  readonly sign: Sign;
  readonly details?: Details;
}

export type Status = 'APPLIED' | 'DUPLICATE' | 'STALE';

/** What an event makes of a record. `STALE`: kept, but older than what already stands. */
export function applyEvent(
  record: CirculationRecord | undefined,
  incoming: Incoming,
): { record: CirculationRecord; status: Status } {
  const { kind, sign } = incoming;
  if (record?.signs.some(({ id }) => id === sign.id)) return { record, status: 'DUPLICATE' };
  const details = mergeDetails(record?.details, incoming.details);
  const isLending = details?.sign === sign.id;
  const next: CirculationRecord = {
    kind,
    commune: isLending ? incoming.commune : (record?.commune ?? incoming.commune),
    signs: addSign(record?.signs ?? [], sign),
    ...(details && { details }),
  };
  return { record: next, status: record && isSame(record, next) ? 'STALE' : 'APPLIED' };
}

/** The later statement wins; the earlier one fills what it left open (a hold found before it was announced). */
function mergeDetails(known: Details | undefined, said: Details | undefined): Details | undefined {
  if (!known || !said) return said ?? known;
  return isLater(said, known) ? { ...known, ...said } : { ...said, ...known };
}

const isLater = (a: Details, b: Details) => a.at > b.at || (a.at === b.at && a.sign > b.sign);

function isSame(before: CirculationRecord, after: CirculationRecord): boolean {
  const [a, b] = [lifeOf(before.signs), lifeOf(after.signs)];
  return (
    a.endedAt === b.endedAt &&
    a.until === b.until &&
    before.details?.sign === after.details?.sign &&
    Object.keys(before.details ?? {}).length === Object.keys(after.details ?? {}).length
  );
}

/** What may still be stored of a record now. A mark links nobody to anything. */
export type Standing =
  | { readonly state: 'MARK' }
  | { readonly state: 'OPEN'; readonly purgeAt?: number }
  | { readonly state: 'RETURNED'; readonly deadline: Deadline };

export interface LocalRules {
  readonly zone: string;
  readonly mode: RetentionMode;
}

/**
 * RET-01, RET-06, RET-07: an open loan never expires, a returned one lives until its deadline, an ended hold
 * leaves at once, a waiting one at the latest when a loan returned on its last pick-up day would.
 */
export function standingOf(
  record: CirculationRecord,
  rules: LocalRules,
  now: Temporal.Instant,
): Standing {
  const { kind, details, signs } = record;
  const { endedAt, until } = lifeOf(signs);
  if (!details) return { state: 'MARK' };
  if (kind === 'LOAN') {
    if (endedAt === undefined) return { state: 'OPEN' };
    const deadline = loanDeadline({ returnedAt: instantOf(endedAt), ...rules });
    return isVisible(deadline.purgeAt, now) ? { state: 'RETURNED', deadline } : { state: 'MARK' };
  }
  if (endedAt !== undefined) return { state: 'MARK' };
  if (until === undefined) return { state: 'OPEN' };
  const { purgeAt } = loanDeadline({ returnedAt: startOf(until, rules.zone), ...rules });
  return isVisible(purgeAt, now) ? { state: 'OPEN', purgeAt } : { state: 'MARK' };
}

/** When a returned loan leaves, whether or not we know who had it; nothing for what is open and for holds. */
export function deadlineOf(record: CirculationRecord, rules: LocalRules): Deadline | undefined {
  const { endedAt } = lifeOf(record.signs);
  if (record.kind !== 'LOAN' || endedAt === undefined) return undefined;
  return loanDeadline({ returnedAt: instantOf(endedAt), ...rules });
}

export const instantOf = (at: number) => Temporal.Instant.fromEpochMilliseconds(at);

const startOf = (day: string, zone: string) =>
  Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant();

/** The local civil date of an instant given in epoch milliseconds (RET-02). */
export const localDate = (at: number, zone: string): string =>
  instantOf(at).toZonedDateTimeISO(zone).toPlainDate().toString();
