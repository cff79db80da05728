import type { Caller } from '#core/caller.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { createPeople } from '../patrons/provides.ts';
import { createNotificationStore } from './adapters/notification-store.ts';
import { requestNotification } from './app/request-notification.ts';
import {
  kindOf,
  type MessageData,
  type MessageKind,
  type MessagePurpose,
  type Topic,
} from './domain/content.ts';
import { stateOf, type StepState } from './domain/notification.ts';

export type { MessageData, MessageKind } from './domain/content.ts';

/** What `delivery` must know to send one message; read at that moment, never carried by a queue. */
export interface MessageContent {
  readonly subjectRef: string;
  readonly commune: string;
  readonly purpose: string;
  readonly topic?: Topic;
  /** What is to be written; absent when no message exists for this purpose. */
  readonly kind?: MessageKind;
  /** Of a question: who wanted it asked. */
  readonly asks?: 'READER' | 'STAFF';
  readonly locale?: 'fr' | 'en';
  readonly urgent: boolean;
  readonly data: MessageData;
}

/**
 * `notifications.content`: read-only, strongly consistent; nothing when the reader is erased. What was said once is
 * forgotten (RET-16): a message that bounced goes on to the next channel in general words.
 */
export interface Contents {
  read(notificationId: string): Promise<MessageContent | undefined>;
}

export function createContents(runtime: Runtime): Contents {
  const notifications = createNotificationStore(runtime);
  return {
    read: async (notificationId) => {
      const notification = await notifications.find(notificationId);
      if (!notification) return undefined;
      const data = (await notifications.content(notification)) ?? {};
      const { subjectRef, commune, purpose, topic, asks, locale, urgent } = notification;
      const kind = kindOf(notification);
      return {
        ...(kind && { kind }),
        ...{ subjectRef, commune, purpose, urgent, data },
        ...(topic && { topic }),
        ...(asks && { asks }),
        ...(locale && { locale }),
      };
    },
  };
}

/** What became of a message as a whole, and when. */
export interface FollowedMessage {
  readonly state: StepState;
  /** ISO instant of the last change. */
  readonly at: string;
  /** Why the last channel that was tried did not lead to the reader. */
  readonly reason?: string;
}

/** `notifications.request`: other plugins ask for a message and follow it. It passes the gate like any other. */
export interface MessageRequests {
  /** The id of the message; the same reader and `dedupeKey` are the same message. Nothing when the reader is erased. */
  ask(message: {
    readonly patronRef: string;
    readonly purpose: MessagePurpose;
    readonly data: Record<string, unknown>;
    readonly dedupeKey: string;
  }): Promise<string | undefined>;
  /** Nothing once its log is over (RET-16). */
  follow(notificationId: string): Promise<FollowedMessage | undefined>;
}

export function createMessageRequests(runtime: Runtime): MessageRequests {
  const notifications = createNotificationStore(runtime);
  const index = createBlindIndex(runtime);
  const people = createPeople(runtime);
  return {
    ask: async (message) => {
      const asked = await requestNotification(
        { runtime, people, notifications, index },
        { request: { ...message, urgent: false }, caller: system, now: runtime.clock.now() },
      );
      return asked.ok ? asked.value.notificationId : undefined;
    },
    follow: async (notificationId) => {
      const notification = await notifications.find(notificationId);
      const last = notification?.steps.at(-1);
      if (!notification || !last) return undefined;
      const { at, reason } = last;
      return { state: stateOf(notification), at, ...(reason !== undefined && { reason }) };
    },
  };
}

/** The product itself, in every commune. */
const system: Caller = { sub: 'clock', network: '', communes: ['*'], roles: [], guardianOf: [] };
