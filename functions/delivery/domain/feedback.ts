import * as z from 'zod';

/** What a provider says afterwards, in our words. */
export type FeedbackKind =
  'HARD' | 'SOFT' | 'OPTED_OUT' | 'UNREACHABLE' | 'COMPLAINT' | 'DELIVERED' | 'REJECTED';

export interface Feedback {
  readonly kind: FeedbackKind;
  /** The provider's id of the message. */
  readonly providerId: string;
  /** Tags that we gave it; only e-mail events of a configuration set carry them. */
  readonly notificationId?: string;
  readonly attempt?: number;
}

const Tag = z.array(z.string()).optional();
const Mail = z.object({
  messageId: z.string(),
  tags: z.object({ notification: Tag, attempt: Tag }).optional(),
});

/** Both envelopes of SES: `eventType` (configuration set, with tags) and `notificationType` (identity). Unknown fields pass. */
const SesEvent = z.object({
  eventType: z.string().optional(),
  notificationType: z.string().optional(),
  mail: Mail,
  bounce: z.object({ bounceType: z.string(), bounceSubType: z.string().optional() }).optional(),
  complaint: z.object({ complaintFeedbackType: z.string().nullish() }).optional(),
});

/** A line of the SMS delivery log of SNS. */
const SmsEvent = z.object({
  notification: z.object({ messageId: z.string() }),
  delivery: z.object({ providerResponse: z.string().default('') }),
  status: z.string(),
});

/** Nothing for news that changes nothing, and for what is not ours to read. */
export function readFeedback(message: unknown): Feedback | undefined {
  const ses = SesEvent.safeParse(message);
  if (ses.success) return fromSes(ses.data);
  const sms = SmsEvent.safeParse(message);
  return sms.success ? fromSms(sms.data) : undefined;
}

function fromSes(event: z.infer<typeof SesEvent>): Feedback | undefined {
  const kind = sesKinds[event.eventType ?? event.notificationType ?? '']?.(event);
  if (!kind) return undefined;
  const { messageId: providerId, tags } = event.mail;
  const notificationId = tags?.notification?.[0];
  const attempt = Number(tags?.attempt?.[0]);
  return {
    kind,
    providerId,
    ...(notificationId !== undefined && Number.isInteger(attempt) && { notificationId, attempt }),
  };
}

const sesKinds: Readonly<
  Record<string, (event: z.infer<typeof SesEvent>) => FeedbackKind | undefined>
> = {
  Send: () => 'DELIVERED',
  Delivery: () => 'DELIVERED',
  Reject: () => 'REJECTED',
  Bounce: ({ bounce }) => bounceKind(bounce),
  Complaint: ({ complaint }) =>
    complaint?.complaintFeedbackType === 'not-spam' ? undefined : 'COMPLAINT',
};

/** A full mailbox is a strike; other transient bounces are often out-of-office answers, and are not (sending-facts §3.3). */
function bounceKind(bounce: z.infer<typeof SesEvent>['bounce']): FeedbackKind | undefined {
  if (bounce?.bounceType === 'Permanent')
    return bounce.bounceSubType === 'OnAccountSuppressionList' ? 'OPTED_OUT' : 'HARD';
  return bounce?.bounceSubType === 'MailboxFull' ? 'SOFT' : undefined;
}

/** AWS's documented sentences (sending-facts §3.5). */
const smsKinds: readonly (readonly [RegExp, FeedbackKind])[] = [
  [/opted out/iu, 'OPTED_OUT'],
  [
    /invalid phone number|has blocked SMS|is on a blocked list|Destination is on a blocked list/iu,
    'HARD',
  ],
  [/currently unreachable|unavailable/iu, 'SOFT'],
  [
    /unreachable|carrier has blocked|blocked as spam|max price|unknown error|body is invalid/iu,
    'UNREACHABLE',
  ],
];

function fromSms({
  notification,
  delivery,
  status,
}: z.infer<typeof SmsEvent>): Feedback | undefined {
  const providerId = notification.messageId;
  if (status === 'SUCCESS') return { kind: 'DELIVERED', providerId };
  const kind = smsKinds.find(([pattern]) => pattern.test(delivery.providerResponse))?.[1];
  return { kind: kind ?? 'UNREACHABLE', providerId };
}
