import * as z from 'zod';
import { channels } from '#core/catalogue/purposes.ts';

export const MessageState = z.enum(['CLAIMED', 'SENT', 'FAILED', 'UNKNOWN', 'SKIPPED', 'DEFERRED']);
export type MessageState = z.infer<typeof MessageState>;

/** RET-16: purpose, channel, version of the template, what became of it. No address, no body. */
export const Message = z.object({
  notificationId: z.string(),
  subjectRef: z.string(),
  commune: z.string(),
  purpose: z.string(),
  /** What was written, where it is not the purpose's own message: a question is no newsletter. */
  topic: z.string().optional(),
  channel: z.enum(channels),
  attempt: z.int(),
  state: MessageState,
  reason: z.string().optional(),
  /** Absent when it was not rendered. */
  templateVersion: z.int().optional(),
  /** Version of the reader's choices on which it left (CON-04). */
  consentSeq: z.int(),
  recipient: z.enum(['PATRON', 'GUARDIAN', 'HOUSEHOLD']),
  /** The reader in whose record the contact stands, to mark it when it bounces (NOT-15). */
  ownerRef: z.string().optional(),
  /** SMS only: what will be paid. */
  parts: z.int().optional(),
  /** ISO instant of the last change. */
  at: z.string(),
  /** The provider's own id. */
  providerId: z.string().optional(),
});
export type Message = z.infer<typeof Message>;

/** Which message of a reader: a channel of a notification, once more after each deferral. */
export interface MessageId {
  readonly notificationId: string;
  readonly channel: Message['channel'];
  readonly attempt: number;
}
