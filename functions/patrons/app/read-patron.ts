import type { Temporal } from 'temporal-polyfill';
import { isOnly, mayReach, type Caller } from '#core/caller.ts';
import type { Blocker } from '#core/contributions.ts';
import { newEvent } from '#core/events.ts';
import { communeById, dateIn } from '#core/network.ts';
import { erased, notFound, roleMayNot } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Channel, Patron } from '../domain/patron.ts';
import { anchorOf, expectedErasure } from '../domain/inactivity.ts';
import { isOfAge } from '../domain/quality.ts';
import { viewOf } from '../domain/view.ts';
import { guardianBlockers } from './guardianship.ts';
import type { Directory } from './ports.ts';

/** `loans.activity`, as far as a reader's page needs it. */
export interface Activity {
  of(subject: { subjectRef: string; commune: string }): Promise<{
    lastLoanEnd?: string;
    openLoans: number;
    oldestOpenSince?: string;
  }>;
}

/** What a plugin knows that holds a reader back (RET-11): `debts.blockers`, `disputes.blockers`, `rights.pending`. */
export interface Waiting {
  of(subjectRef: string): Promise<Blocker[]>;
}

export interface ReadDeps {
  readonly runtime: Runtime;
  readonly directory: Directory;
  readonly activity: Activity;
  readonly waiting: readonly Waiting[];
}

/**
 * A reader as this caller may see them, with their inactivity clock (RET-09, RET-10) and what holds it back (RET-11).
 * Another commune's reader is absent (GOV-10); a staff read leaves an audit record.
 */
export async function readPatron(
  deps: ReadDeps,
  request: { patronRef: string; caller: Caller; now: Temporal.Instant },
): Promise<Result<Record<string, unknown>>> {
  const { patronRef, caller, now } = request;
  const located = await deps.directory.locate(patronRef);
  if (!located || !mayReach(caller, { patronRef, commune: located.commune })) return fail(notFound);
  if (located.isErased) return fail(erased);
  const [patron, activity] = await Promise.all([
    deps.directory.read(located.subjectRef),
    deps.activity.of(located),
    isOnly(caller, 'PATRON', 'GUARDIAN') ? undefined : recordRead(deps, located, caller),
  ]);
  if (!patron) return fail(erased);
  const { network } = deps.runtime;
  const { renewalCounts = false } = communeById(network, patron.commune) ?? {};
  const today = dateIn(network, patron.commune, now);
  // CON-07: the day somebody comes of age, whatever the token of the parent still says.
  if (isOnly(caller, 'GUARDIAN') && isOfAge(patron, today)) return fail(roleMayNot);
  return ok({
    ...viewOf(patron, caller, today),
    ...clockOf(patron, { activity, today, renewalCounts }),
    blockers: await blockersOf(deps, { patron, activity, today }),
    channels: channelsOf(patron),
  });
}

async function recordRead(
  deps: { runtime: Runtime; directory: Directory },
  { subjectRef, commune }: { subjectRef: string; commune: string },
  caller: Caller,
): Promise<void> {
  const data = { role: caller.roles.join(' ') };
  const audit = newEvent(deps.runtime, {
    type: 'patron.read',
    commune,
    subjectRef,
    actor: caller.sub,
    data,
  });
  await deps.directory.recordRead(audit);
}

type Activities = Awaited<ReturnType<Activity['of']>>;

/** RET-09: one year after the end of the last loan; RET-10: after the enrolment of who never borrowed. */
function clockOf(
  patron: Patron,
  args: { activity: Activities; today: Temporal.PlainDate; renewalCounts: boolean },
) {
  const { lastLoanEnd } = args.activity;
  const anchor = anchorOf(patron, { lastLoanEnd, renewalCounts: args.renewalCounts });
  return {
    ...(lastLoanEnd !== undefined && { lastLoanEnd }),
    eraseOn: expectedErasure(patron, anchor, args.today),
  };
}

/** RET-11, from those who know; each plugin says its own. */
async function blockersOf(
  deps: ReadDeps,
  args: { patron: Patron; activity: Activities; today: Temporal.PlainDate },
): Promise<Blocker[]> {
  const { patron, activity, today } = args;
  const since = activity.oldestOpenSince;
  const waiting = await Promise.all(deps.waiting.map((one) => one.of(patron.subjectRef)));
  return [
    ...(since === undefined ? [] : [{ code: 'OPEN_LOAN' as const, since, owner: patron.library }]),
    ...(await guardianBlockers(deps.directory, patron.patronRef, today)),
    ...waiting.flat(),
  ];
}

type ContactChannel = 'EMAIL' | 'SMS' | 'POST' | 'PHONE';

const contactOf: Record<ContactChannel, (patron: Patron) => unknown> = {
  EMAIL: ({ email }) => email,
  SMS: ({ mobile }) => mobile,
  POST: ({ address }) => address,
  PHONE: ({ landline, mobile }) => landline ?? mobile,
};

/** Whether each channel has a contact that works; what was opposed is the consent plugin's to say. */
function channelsOf(patron: Patron): Record<string, { state: 'OK' | 'INVALID' | 'MISSING' }> {
  const isInvalid = (channel: ContactChannel) =>
    patron.invalidChannels.some((one: (typeof Channel.options)[number]) => one === channel);
  return Object.fromEntries(
    (Object.keys(contactOf) as ContactChannel[]).map((channel) => [
      channel,
      { state: isInvalid(channel) ? 'INVALID' : contactOf[channel](patron) ? 'OK' : 'MISSING' },
    ]),
  );
}
