import type { Temporal } from 'temporal-polyfill';
import { mayReach, type Caller } from '#core/caller.ts';
import { newEvent } from '#core/events.ts';
import { communeById, zoneOf } from '#core/network.ts';
import { erased, notFound, roleMayNot } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Patron, People } from '../../patrons/provides.ts';
import { digitalAge, isUnder } from '../domain/age.ts';
import type { Circumstances } from '../domain/admissible.ts';
import type { LedgerStore } from './ports.ts';

export interface Reached {
  readonly patron: Patron;
  readonly subject: { readonly subjectRef: string; readonly commune: string };
  readonly circumstances: Omit<Circumstances, 'meanings'>;
}

interface Request {
  readonly patronRef: string;
  readonly caller: Caller;
  readonly now: Temporal.Instant;
}

/** The reader whom a request is about, when the caller may come near their choices at all (GOV-10, rules §4). */
export async function reachReader(
  deps: { runtime: Runtime; people: People },
  { patronRef, caller, now }: Request,
): Promise<Result<Reached>> {
  const located = await deps.people.locate(patronRef);
  if (!located || !mayReach(caller, { patronRef, commune: located.commune })) return fail(notFound);
  const patron = located.isErased ? undefined : await deps.people.read(located.subjectRef);
  if (!patron) return fail(erased);
  const circumstances = circumstancesOf(deps.runtime, patron, now);
  // From 15 on a parent neither sees nor makes these choices (CON-07, rules §4).
  if (isOnlyGuardian(caller) && !isUnder(digitalAge, circumstances.birth, circumstances.today))
    return fail(roleMayNot);
  const subject = { subjectRef: patron.subjectRef, commune: patron.commune };
  return ok({ patron, subject, circumstances });
}

/** How old the reader is today, where they read (CON-06 … CON-08). */
export function circumstancesOf(
  runtime: Runtime,
  patron: Patron,
  now: Temporal.Instant,
): Omit<Circumstances, 'meanings'> {
  const commune = communeById(runtime.network, patron.commune);
  const zone = commune ? zoneOf(runtime.network, commune) : runtime.network.zone;
  const { birthDate, birthYear, category } = patron;
  return {
    now,
    today: now.toZonedDateTimeISO(zone).toPlainDate(),
    birth: { birthDate, birthYear, category },
    commune: patron.commune,
    controllers: [patron.commune, runtime.network.id],
  };
}

const isOnlyGuardian = ({ roles }: Caller) => roles.every((role) => role === 'GUARDIAN');

/** GOV-10: a staff read of a named person leaves a record. */
export async function noteRead(
  deps: { runtime: Runtime; ledger: LedgerStore },
  { subject }: Reached,
  caller: Caller,
  type = 'consents.read',
): Promise<void> {
  if (caller.roles.every((role) => role === 'PATRON' || role === 'GUARDIAN')) return;
  const audit = newEvent(deps.runtime, {
    type,
    actor: actorOf(caller),
    ...subject,
  });
  await deps.ledger.recordRead(audit);
}

/** `DESK:sub` */
export const actorOf = ({ roles, sub }: Caller): string => `${roles[0] ?? 'NONE'}:${sub}`;
