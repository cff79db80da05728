import type { Runtime } from '#core/runtime.ts';
import { createNotificationStore } from './adapters/notification-store.ts';
import { kindOf, type MessageData, type MessageKind, type Topic } from './domain/content.ts';

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
