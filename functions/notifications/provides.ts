import type { Runtime } from '#core/runtime.ts';
import { createNotificationStore } from './adapters/notification-store.ts';
import type { MessageData } from './domain/content.ts';

export type { MessageData, MessagePurpose } from './domain/content.ts';

/** What `delivery` must know to send one message; read at that moment, never carried by a queue. */
export interface MessageContent {
  readonly subjectRef: string;
  readonly commune: string;
  readonly purpose: string;
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
      const { subjectRef, commune, purpose, locale, urgent } = notification;
      return { subjectRef, commune, purpose, urgent, data, ...(locale && { locale }) };
    },
  };
}
