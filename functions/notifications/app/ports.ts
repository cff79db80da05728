import type { Temporal } from 'temporal-polyfill';
import type { ChangeEvent } from '#core/events.ts';
import type { MessageData } from '../domain/content.ts';
import type { Notification } from '../domain/notification.ts';
import type { WorklistName } from '../domain/worklist.ts';

/** A task as the worklist shows it before anybody holds it: no name. */
export interface Task {
  readonly notificationId: string;
  readonly leaseUntil?: string | undefined;
  readonly leasedBy?: string | undefined;
}

export interface Notifications {
  /** Strongly consistent; nothing once its six months are over (RET-16). */
  find(notificationId: string): Promise<Notification | undefined>;
  /** What is to be said; nothing once it was said, or when the reader is erased. */
  content(notification: Notification): Promise<MessageData | undefined>;
  /** With its first event; `false` when this reader and dedupe key have one already. */
  create(notification: Notification, data: MessageData, event?: ChangeEvent): Promise<boolean>;
  /** Replaces what was read at `notification.version`; `false` when somebody was faster. */
  save(notification: Notification, event?: ChangeEvent): Promise<boolean>;
  /** Ids of those whose hour has come, in all communes, oldest first, at most a thousand. */
  due(now: Temporal.Instant): Promise<string[]>;
  /** Tasks of a list in a commune, oldest first, at most `limit`. */
  tasks(place: { list: WorklistName; commune: string }, limit?: number): Promise<Task[]>;
  /** Takes a task for a clerk; `false` when somebody else holds it or it is done. */
  lease(task: {
    notificationId: string;
    list: WorklistName;
    by: string;
    now: string;
    until: string;
  }): Promise<boolean>;
  /** GOV-10: a clerk was shown this person. */
  recordRead(audit: ChangeEvent): Promise<void>;
}
