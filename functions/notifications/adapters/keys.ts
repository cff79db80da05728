import type { Key } from '#core/dynamo.ts';
import type { Notification } from '../domain/notification.ts';
import { readNotificationId } from '../domain/notification-id.ts';
import { worklists, type WorklistName } from '../domain/worklist.ts';

/** The table `Notifications`: a partition a reader; sparse indexes `due` (by hour) and `worklist` (by list and commune). */
export const table = 'Notifications';

export const subjectPartition = (subjectRef: string): string => `SUBJECT#${subjectRef}`;

/** Nothing for an id that was not made here. */
export function notificationKey(notificationId: string): Key | undefined {
  const parts = readNotificationId(notificationId);
  return (
    parts && { pk: subjectPartition(parts.subjectRef), sk: `NOTIFICATION#${parts.dedupeHash}` }
  );
}

export const worklistPartition = (list: WorklistName, commune: string): string =>
  `${list}#${commune}`;

/** The list on which a notification waits for a person, if it does. */
export function waitingList({ steps }: Pick<Notification, 'steps'>): WorklistName | undefined {
  const state = steps.at(-1)?.state;
  return (['letters', 'calls'] as const).find((name) => worklists[name].queued === state);
}
