import { reasons, type ReasonCode } from '#core/catalogue/reasons.ts';
import type { Channel } from '#core/catalogue/purposes.ts';
import { newEvent, type ChangeEvent } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Gate } from '../../consent/provides.ts';
import {
  openStep,
  resume,
  settleStep,
  stateOf,
  type Advance,
  type Notification,
  type Settlement,
} from '../domain/notification.ts';
import { worklistOf, worklists } from '../domain/worklist.ts';
import type { Notifications } from './ports.ts';

export interface AdvanceDeps {
  readonly runtime: Runtime;
  readonly notifications: Notifications;
  readonly gate: Gate;
}

/** Ids only: where it goes and what it says is read at the moment of sending (GOV-15). */
export function requestEvent(
  runtime: Runtime,
  { commune, subjectRef, notificationId, steps }: Notification,
  { actor }: { actor: string },
): ChangeEvent {
  const step = steps.at(-1);
  if (!step) throw new Error('nothing to request');
  return newEvent(runtime, {
    type: 'message.requested',
    commune,
    subjectRef,
    actor,
    data: { notificationId, channel: step.channel, attempt: step.attempt },
  });
}

/** News of a channel moves the notification on, once; old or repeated news changes nothing. */
export async function settle(
  deps: AdvanceDeps,
  notificationId: string,
  news: Settlement,
): Promise<void> {
  const notification = await deps.notifications.find(notificationId);
  const advance = notification && settleStep(notification, news, deps.runtime.clock.now());
  if (advance) await move(deps, advance);
}

/** What waited for the clock goes on: deferred steps and messages with `notBefore`. */
export async function resumeDue(deps: AdvanceDeps): Promise<number> {
  let resumed = 0;
  for (const notificationId of await deps.notifications.due(deps.runtime.clock.now())) {
    const notification = await deps.notifications.find(notificationId);
    const advance = notification && resume(notification);
    if (!advance) continue;
    await move(deps, advance);
    resumed += 1;
  }
  return resumed;
}

/**
 * Opens the next channel: what a machine sends is asked of `delivery`, what people do goes on a worklist — if the gate
 * would let it pass; the clerk who takes the task asks it again.
 */
async function move(deps: AdvanceDeps, { notification, next }: Advance): Promise<void> {
  if (next === undefined) return save(deps, notification, toldEvent(deps.runtime, notification));
  const now = deps.runtime.clock.now();
  const opened = openStep(notification, next, now);
  const list = worklistOf(next);
  if (!list)
    return save(
      deps,
      opened,
      requestEvent(deps.runtime, opened, { actor: 'SYSTEM:notifications' }),
    );
  const refusal = await refusalOf(deps, opened, next);
  const settlement: Settlement = refusal
    ? { channel: next, state: 'SKIPPED', reason: refusal, rule: reasons[refusal].rule }
    : { channel: next, state: worklists[list].queued };
  const advance = settleStep(opened, settlement, now);
  if (advance) await move(deps, advance);
}

/** GOV-14: the notice has reached its last means; whoever keeps the duty may strike it off. */
function toldEvent(runtime: Runtime, notification: Notification): ChangeEvent | undefined {
  const { topic, commune, subjectRef, steps } = notification;
  if (topic !== 'INDIRECT' || stateOf(notification) !== 'DONE') return undefined;
  return newEvent(runtime, {
    type: 'notice.told',
    commune,
    subjectRef,
    actor: 'SYSTEM:notifications',
    data: { channel: steps.at(-1)?.channel ?? 'EMAIL' },
  });
}

/** A call is not refused because it is night now: it waits on its list. */
async function refusalOf(
  deps: AdvanceDeps,
  notification: Notification,
  channel: Channel,
): Promise<ReasonCode | undefined> {
  const { subjectRef, purpose } = notification;
  const request = { purpose, channel, at: deps.runtime.clock.now(), urgent: true };
  const decision = (await deps.gate.decideMany([subjectRef], request)).get(subjectRef);
  return decision ? decision.reasons[0] : 'ERASED';
}

async function save(
  deps: AdvanceDeps,
  notification: Notification,
  event?: ChangeEvent,
): Promise<void> {
  if (await deps.notifications.save(notification, event)) return;
  // Somebody moved it meanwhile: the record comes back and is judged against the new state.
  throw new Error('the notification changed meanwhile');
}
