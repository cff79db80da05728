import type { Temporal } from 'temporal-polyfill';
import { actorOf, actsIn, type Caller } from '#core/caller.ts';
import { purposeForbidden } from '#core/catalogue/reasons.ts';
import { purposeByCode } from '#core/catalogue/purposes.ts';
import { communeById } from '#core/network.ts';
import { erased, invalid, notFound, type FieldError, type Problem } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { BlindIndex } from '#core/vault/index-key.ts';
import { parseInput } from '#core/validation.ts';
import type { Located, People } from '../../patrons/provides.ts';
import {
  contentOf,
  isMessagePurpose,
  namesElected,
  type MessageData,
  type MessagePurpose,
} from '../domain/content.ts';
import { ladderOf } from '../domain/ladder.ts';
import { writeNotificationId } from '../domain/notification-id.ts';
import { openStep, type Notification } from '../domain/notification.ts';
import type { Notifications } from './ports.ts';
import { requestEvent } from './advance.ts';

export interface RequestDeps {
  readonly runtime: Runtime;
  readonly people: People;
  readonly notifications: Notifications;
  readonly index: BlindIndex;
}

export interface NotificationRequest {
  readonly purpose: string;
  readonly patronRef: string;
  readonly template?: string | undefined;
  readonly locale?: 'fr' | 'en' | undefined;
  readonly data: Record<string, unknown>;
  readonly dedupeKey: string;
  readonly notBefore?: Temporal.Instant | undefined;
  readonly urgent: boolean;
}

/** Takes a message to send; the same reader and dedupe key are the same message. Nothing is sent here. */
export async function requestNotification(
  deps: RequestDeps,
  args: { request: NotificationRequest; caller: Caller; now: Temporal.Instant },
): Promise<Result<{ notificationId: string }>> {
  const { request, caller, now } = args;
  const purpose = purposeOf(request.purpose);
  if (!purpose.ok) return purpose;
  const located = await deps.people.locate(request.patronRef);
  if (!located || !actsIn(caller, located.commune)) return fail(notFound);
  if (located.isErased) return fail(erased);
  const data = readData(deps, {
    purpose: purpose.value,
    commune: located.commune,
    data: request.data,
  });
  if (!data.ok) return data;

  const notificationId = writeNotificationId(
    located.subjectRef,
    await deps.index('notification', located.subjectRef, request.dedupeKey),
  );
  const notification = firstState(deps, {
    notificationId,
    located,
    request,
    purpose: purpose.value,
    data: data.value,
    now,
  });
  const actor = actorOf(caller);
  await deps.notifications.create(notification, data.value, firstEvent(deps, notification, actor));
  // Refused only when it exists already: then this is the same message.
  return ok({ notificationId });
}

function purposeOf(code: string): Result<MessagePurpose> {
  const found = purposeByCode(code);
  if (found.kind !== 'SIGNED') return fail(purposeForbidden(found.rule));
  return isMessagePurpose(code) ? ok(code) : fail(invalid([noMessage]));
}

const noMessage: FieldError = {
  field: 'purpose',
  code: 'NO_MESSAGE_FOR_PURPOSE',
  message: {
    fr: 'Aucun message n’existe pour cet usage.',
    en: 'There is no message for this purpose.',
  },
};

function readData(
  { runtime }: RequestDeps,
  args: { purpose: MessagePurpose; commune: string; data: Record<string, unknown> },
): Result<MessageData> {
  const parsed = parseInput(contentOf(args.purpose), args.data);
  if (!parsed.ok) return fail(underData(parsed.problem));
  const elected = communeById(runtime.network, args.commune)?.electedNames ?? [];
  return namesElected(parsed.value, elected) ? fail(invalid([electedNamed])) : parsed;
}

const underData = (problem: Problem): Problem => ({
  ...problem,
  ...(problem.errors && {
    errors: problem.errors.map((error) => ({ ...error, field: `data.${error.field}` })),
  }),
});

const electedNamed: FieldError = {
  field: 'data',
  code: 'ELECTED_PERSON_NAMED',
  rule: 'NOT-07',
  message: {
    fr: 'Un message ne porte ni le nom ni le titre d’un élu.',
    en: 'A message bears neither name nor title of an elected person.',
  },
};

function firstState(
  { runtime }: RequestDeps,
  args: {
    notificationId: string;
    located: Located;
    request: NotificationRequest;
    purpose: MessagePurpose;
    data: MessageData;
    now: Temporal.Instant;
  },
): Notification {
  const { notificationId, located, request, purpose, data, now } = args;
  const notification: Notification = {
    notificationId,
    subjectRef: located.subjectRef,
    commune: located.commune,
    purpose,
    ...(request.template !== undefined && { template: request.template }),
    ...(request.locale && { locale: request.locale }),
    urgent: request.urgent,
    ladder: ladderOf({ purpose, data, smsAfter: runtime.network.smsAfter }),
    steps: [],
    version: 0,
  };
  const { notBefore } = request;
  if (notBefore && notBefore.epochMilliseconds > now.epochMilliseconds) {
    return { ...notification, dueAt: notBefore.toString({ smallestUnit: 'millisecond' }) };
  }
  const [first] = notification.ladder;
  return first === undefined ? notification : openStep(notification, first, now);
}

/** A message that waits for its hour (`notBefore`) asks for nothing yet. */
function firstEvent({ runtime }: RequestDeps, notification: Notification, actor: string) {
  return notification.steps.length > 0 ? requestEvent(runtime, notification, { actor }) : undefined;
}
