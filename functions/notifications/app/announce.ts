import type { ChangeEvent } from '#core/events.ts';
import { announcements } from '../domain/announcements.ts';
import { writeNotificationId } from '../domain/notification-id.ts';
import { openStep, type Notification } from '../domain/notification.ts';
import { requestEvent } from './advance.ts';
import type { RequestDeps } from './request-notification.ts';

/** Writes to a reader because of what another plugin told. The same news again is the same message. */
export async function announce(
  { runtime, notifications, index }: Pick<RequestDeps, 'runtime' | 'notifications' | 'index'>,
  { id, type, subjectRef, commune, data: news }: ChangeEvent,
): Promise<void> {
  const announcement = announcements[type]?.(news);
  if (!announcement || subjectRef === undefined) throw new Error('this event makes no message');
  const { ladder, data, ...about } = announcement;
  const [first] = ladder;
  if (first === undefined) return;
  const notification: Notification = {
    notificationId: writeNotificationId(subjectRef, await index('notification', subjectRef, id)),
    subjectRef,
    commune,
    urgent: false,
    ...about,
    ladder: [...ladder],
    steps: [],
    version: 0,
  };
  const opened = openStep(notification, first, runtime.clock.now());
  const event = requestEvent(runtime, opened, { actor: 'SYSTEM:notifications' });
  await notifications.create(opened, data, event);
}
