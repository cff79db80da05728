import { communesOf } from '#core/network.ts';
import type { Temporal } from 'temporal-polyfill';
import { actorOf, type Caller } from '#core/caller.ts';
import { reasons } from '#core/catalogue/reasons.ts';
import { newEvent } from '#core/events.ts';
import type { Ticket } from '../../consent/provides.ts';
import { kindOf } from '../domain/content.ts';
import { writeLetter } from '../domain/letters.ts';
import type { Notification } from '../domain/notification.ts';
import { leaseMinutes, worklists, type WorklistName } from '../domain/worklist.ts';
import { settle, type AdvanceDeps } from './advance.ts';
import type { Task } from './ports.ts';

/** One person, for one clerk, for a quarter of an hour. Read live; nothing of it is stored (STA-03). */
export interface AssignedTask {
  readonly taskId: string;
  readonly purpose: string;
  readonly channel: 'POST' | 'PHONE';
  readonly name: string;
  /** Lines of the address, or the number to call. */
  readonly to: string;
  readonly text: string;
  readonly leaseUntil: string;
}

interface Request {
  readonly list: WorklistName;
  readonly caller: Caller;
  readonly now: Temporal.Instant;
}

/** How many waiting tasks are looked at to find a free one. */
const lookAhead = 50;

/**
 * The next person on a list. Who asks again before saying what became of the first gets the same person: nobody can
 * leaf through the list. The gate is asked again (CON-04); whom it refuses moves on to the next channel.
 */
export async function takeTask(
  deps: AdvanceDeps,
  request: Request,
): Promise<AssignedTask | undefined> {
  for (const { id: commune } of communesOf(deps.runtime.network, request.caller)) {
    const tasks = await deps.notifications.tasks({ list: request.list, commune }, lookAhead);
    for (const task of inOrder(tasks, request)) {
      const assigned = await assign(deps, task, request);
      if (assigned) return assigned;
    }
  }
  return undefined;
}

/** One's own task first, then the oldest that nobody holds. */
function inOrder(tasks: readonly Task[], { caller, now }: Request): Task[] {
  const isLive = ({ leaseUntil }: Task) =>
    leaseUntil !== undefined && leaseUntil > now.toString({ smallestUnit: 'millisecond' });
  const own = tasks.filter((task) => isLive(task) && task.leasedBy === caller.sub);
  return [...own, ...tasks.filter((task) => !isLive(task))];
}

async function assign(
  deps: AdvanceDeps,
  task: Task,
  { list, caller, now }: Request,
): Promise<AssignedTask | undefined> {
  const { notificationId } = task;
  const until = now.add({ minutes: leaseMinutes }).toString({ smallestUnit: 'millisecond' });
  const lease = {
    notificationId,
    list,
    by: caller.sub,
    now: now.toString({ smallestUnit: 'millisecond' }),
    until,
  };
  if (!(await deps.notifications.lease(lease))) return undefined;
  const notification = await deps.notifications.find(notificationId);
  if (!notification) return undefined;
  const { channel } = worklists[list];
  const { subjectRef, purpose, urgent } = notification;
  const admitted = await deps.gate.admit(subjectRef, { purpose, channel, at: now, urgent });
  if (admitted.ok) return show(deps, { notification, ticket: admitted.value, caller, until });
  const [reason] = admitted.problem.reasons;
  if (reason !== undefined && !admitted.problem.until) {
    await settle(deps, notificationId, {
      channel,
      state: 'SKIPPED',
      reason,
      rule: reasons[reason].rule,
    });
  }
  return undefined;
}

async function show(
  deps: AdvanceDeps,
  args: { notification: Notification; ticket: Ticket; caller: Caller; until: string },
): Promise<AssignedTask> {
  const { notification, ticket, caller, until } = args;
  const { notificationId: taskId, purpose, commune, subjectRef } = notification;
  const { to, name = '', language } = ticket.delivery();
  const data = (await deps.notifications.content(notification)) ?? {};
  const kind = kindOf(notification);
  const text = kind ? writeLetter(kind, data)[notification.locale ?? language] : '';
  const actor = actorOf(caller);
  await deps.notifications.recordRead(
    newEvent(deps.runtime, { type: 'task.shown', commune, subjectRef, actor, data: { taskId } }),
  );
  return {
    taskId,
    purpose,
    channel: ticket.channel === 'POST' ? 'POST' : 'PHONE',
    name,
    to,
    text,
    leaseUntil: until,
  };
}
