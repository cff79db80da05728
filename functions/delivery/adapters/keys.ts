import type { Key } from '#core/dynamo.ts';
import type { MessageId } from '../domain/message.ts';

/** The table `Messages`: a partition a reader; sparse index `provider` by the provider's id; received replies by theirs. */
export const table = 'Messages';

export const subjectPartition = (subjectRef: string): string => `SUBJECT#${subjectRef}`;

export function messageKey(id: MessageId & { subjectRef: string }): Key {
  const { subjectRef, notificationId, channel, attempt } = id;
  return {
    pk: subjectPartition(subjectRef),
    sk: `MESSAGE#${notificationId}#${channel}#${String(attempt)}`,
  };
}

export const inboundKey = (inboundId: string): Key => ({
  pk: `INBOUND#${inboundId}`,
  sk: 'RECEIVED',
});

/** `<reader>_<hash>`, as `notifications` writes its ids. */
export function subjectOf(notificationId: string): string {
  return notificationId.slice(0, 36);
}
