import type { Temporal } from 'temporal-polyfill';
import { actorOf, mayReach, type Caller } from '#core/caller.ts';
import { newEvent } from '#core/events.ts';
import { dateIn } from '#core/network.ts';
import { erased, notFound, roleMayNot } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Patron, People } from '../../patrons/provides.ts';
import { digitalAge, isUnder } from '../domain/age.ts';
import type { Circumstances } from '../domain/admissible.ts';
import type { DecisionReads, LedgerStore, NoticeRef, Standing } from './ports.ts';

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
  request: Request,
): Promise<Result<Reached>> {
  const subjectRef = await locate(deps, request);
  if (!subjectRef.ok) return subjectRef;
  const patron = await deps.people.read(subjectRef.value);
  return patron ? reachedAs(deps.runtime, patron, request) : fail(erased);
}

/** The same, with all that a decision of theirs is judged by, in one call with the reader. */
export async function reachToDecide(
  deps: { runtime: Runtime; people: People; reads: DecisionReads },
  { notice, ...request }: Request & { readonly notice: NoticeRef | undefined },
): Promise<Result<Reached & { readonly standing: Standing }>> {
  const subjectRef = await locate(deps, request);
  if (!subjectRef.ok) return subjectRef;
  const { patron, ...standing } = await deps.reads.read({ subjectRef: subjectRef.value, notice });
  const reached = patron ? reachedAs(deps.runtime, patron, request) : fail(erased);
  return reached.ok ? ok({ ...reached.value, standing }) : reached;
}

async function locate(
  { people }: { people: People },
  { patronRef, caller }: Request,
): Promise<Result<string>> {
  const located = await people.locate(patronRef);
  if (!located || !mayReach(caller, { patronRef, commune: located.commune })) return fail(notFound);
  return located.isErased ? fail(erased) : ok(located.subjectRef);
}

function reachedAs(runtime: Runtime, patron: Patron, { caller, now }: Request): Result<Reached> {
  const circumstances = circumstancesOf(runtime, patron, now);
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
  const { birthDate, birthYear, category } = patron;
  return {
    now,
    today: dateIn(runtime.network, patron.commune, now),
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
