import type { Temporal } from 'temporal-polyfill';
import { actorOf, isOnly, mayReach, type Caller } from '#core/caller.ts';
import { newEvent } from '#core/events.ts';
import { dateIn } from '#core/network.ts';
import { erased, notFound, roleMayNot } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Located, Patron, People } from '../../patrons/provides.ts';
import { digitalAge, isUnder } from '#core/age.ts';
import type { Circumstances } from '../domain/admissible.ts';
import type { DecisionReads, LedgerStore, NoticeRef, Standing } from './ports.ts';

export interface Reached {
  readonly patron: Patron;
  readonly subject: { readonly subjectRef: string; readonly commune: string };
  readonly circumstances: Omit<Circumstances, 'meanings'>;
}

export interface Request {
  readonly patronRef: string;
  readonly caller: Caller;
  readonly now: Temporal.Instant;
}

/** The reader whom a request is about, when the caller may come near their choices at all (GOV-10, rules §4). */
export async function reachReader(
  deps: { runtime: Runtime; people: People },
  request: Request,
): Promise<Result<Reached>> {
  const met = meet(await deps.people.locate(request.patronRef), request);
  if (!met.ok) return met;
  const patron = await deps.people.read(met.value.subjectRef);
  return patron ? reachedAs(deps.runtime, patron, request) : fail(erased);
}

/** The same, with all that a decision of theirs is judged by, in one call with the reader. */
export async function reachToDecide(
  deps: { runtime: Runtime; reads: DecisionReads },
  { notice, ...request }: Request & { readonly notice: NoticeRef | undefined },
): Promise<Result<Reached & { readonly standing: Standing }>> {
  const read = await deps.reads.read({ patronRef: request.patronRef, notice });
  const met = meet(read?.located, request);
  if (!read || !met.ok) return met.ok ? fail(notFound) : met;
  const { located: _located, patron, ...standing } = read;
  const reached = patron ? reachedAs(deps.runtime, patron, request) : fail(erased);
  return reached.ok ? ok({ ...reached.value, standing }) : reached;
}

function meet(located: Located | undefined, { patronRef, caller }: Request): Result<Located> {
  if (!located || !mayReach(caller, { patronRef, commune: located.commune })) return fail(notFound);
  return located.isErased ? fail(erased) : ok(located);
}

function reachedAs(runtime: Runtime, patron: Patron, { caller, now }: Request): Result<Reached> {
  const circumstances = circumstancesOf(runtime, patron, now);
  // From 15 on a parent neither sees nor makes these choices (CON-07, rules §4).
  if (isOnly(caller, 'GUARDIAN') && !isUnder(digitalAge, circumstances.birth, circumstances.today))
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

/** GOV-10: a staff read of a named person leaves a record. */
export async function noteRead(
  deps: { runtime: Runtime; ledger: LedgerStore },
  { subject }: Reached,
  caller: Caller,
): Promise<void> {
  if (isOnly(caller, 'PATRON', 'GUARDIAN')) return;
  const audit = newEvent(deps.runtime, {
    type: 'consents.read',
    actor: actorOf(caller),
    ...subject,
  });
  await deps.ledger.recordRead(audit);
}
