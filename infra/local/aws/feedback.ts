import { randomUUID } from 'node:crypto';
import { SegmentedMessage } from 'sms-segments-calculator';
import * as z from 'zod';
import { account, arnOf, sesId } from './account.ts';
import type { CaughtMessage } from './outbox.ts';

const FeedbackType = z.enum(['BOUNCE_HARD', 'BOUNCE_SOFT', 'COMPLAINT', 'DELIVERY', 'OPTED_OUT']);
export type FeedbackType = z.infer<typeof FeedbackType>;

/** Body of `POST /_local/feedback`. */
export const FeedbackRequest = z.object({ messageId: z.string(), type: FeedbackType });
export type FeedbackRequest = z.infer<typeof FeedbackRequest>;

/** SES's own mailbox simulator: what each of its addresses makes happen. `+label` is allowed. */
const simulator: Readonly<Record<string, readonly FeedbackType[]>> = {
  success: ['DELIVERY'],
  bounce: ['BOUNCE_HARD'],
  ooto: ['BOUNCE_SOFT'],
  complaint: ['DELIVERY', 'COMPLAINT'],
  suppressionlist: ['OPTED_OUT'],
};

/** @returns undefined for an address that is not the simulator's */
export function simulatedFeedback(address: string): readonly FeedbackType[] | undefined {
  const match = /^([a-z]+)(?:\+[^@]*)?@simulator\.amazonses\.com$/iu.exec(address);
  return match?.[1] === undefined ? undefined : simulator[match[1].toLowerCase()];
}

/** The message that AWS publishes about a sent message: a SES configuration-set event, or a line of the SMS delivery log. */
export function feedbackOf(
  message: CaughtMessage,
  type: FeedbackType,
  now: string,
): Record<string, unknown> {
  return message.channel === 'EMAIL'
    ? sesEvent(message, type, now)
    : smsDelivery(message, type, now);
}

/** @see sending-facts §3.3; a configuration-set event (`eventType`), the only envelope that carries the message tags */
function sesEvent(
  message: CaughtMessage,
  type: FeedbackType,
  now: string,
): Record<string, unknown> {
  return { ...sesEvents[type](message, now), mail: mailOf(message) };
}

type SesEvent = (message: CaughtMessage, timestamp: string) => Record<string, unknown>;

const sesEvents: Readonly<Record<FeedbackType, SesEvent>> = {
  BOUNCE_HARD: bounce('Permanent', 'General', {
    status: '5.1.1',
    code: 'smtp; 550 5.1.1 user unknown',
  }),
  BOUNCE_SOFT: bounce('Transient', 'MailboxFull', {
    status: '4.2.2',
    code: 'smtp; 452 4.2.2 mailbox full',
  }),
  OPTED_OUT: bounce('Permanent', 'OnAccountSuppressionList', {
    status: '5.1.1',
    code: 'Amazon SES did not send the message to this address because it is on the suppression list for your account.',
  }),
  COMPLAINT: ({ recipients }, timestamp) => ({
    eventType: 'Complaint',
    complaint: {
      complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
      timestamp,
      feedbackId: sesId(),
      complaintSubType: null,
      userAgent: 'Discretion local provider',
      complaintFeedbackType: 'abuse',
      arrivalDate: timestamp,
    },
  }),
  DELIVERY: ({ recipients }, timestamp) => ({
    eventType: 'Delivery',
    delivery: {
      timestamp,
      processingTimeMillis: 546,
      recipients,
      smtpResponse: '250 ok',
      reportingMTA: 'a8-70.smtp-out.amazonses.com',
      remoteMtaIp: '127.0.2.0',
    },
  }),
};

function bounce(
  bounceType: string,
  bounceSubType: string,
  reason: { status: string; code: string },
): SesEvent {
  return ({ recipients }, timestamp) => ({
    eventType: 'Bounce',
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: recipients.map((emailAddress) => ({
        emailAddress,
        action: 'failed',
        status: reason.status,
        diagnosticCode: reason.code,
      })),
      timestamp,
      feedbackId: sesId(),
      reportingMTA: 'dsn; a8-50.smtp-out.amazonses.com',
      remoteMtaIp: '127.0.2.0',
    },
  });
}

function mailOf(message: CaughtMessage): Record<string, unknown> {
  const domain = message.from.replace(/>\s*$/u, '').split('@').at(-1) ?? '';
  const tags = Object.entries(message.tags).map(([name, value]) => [name, [value]]);
  return {
    timestamp: message.at,
    source: message.from,
    sourceArn: arnOf('ses', `identity/${domain}`),
    sourceIp: '127.0.0.1',
    sendingAccountId: account,
    callerIdentity: 'discretion-local',
    messageId: message.messageId,
    destination: message.recipients,
    headersTruncated: false,
    headers: Object.entries(message.headers).map(([name, value]) => ({ name, value })),
    commonHeaders: {
      from: [message.from],
      to: [message.to],
      messageId: message.messageId,
      subject: message.subject,
    },
    tags: {
      ...(message.configurationSet && { 'ses:configuration-set': [message.configurationSet] }),
      'ses:from-domain': [domain],
      ...Object.fromEntries(tags),
    },
  };
}

/** AWS's documented provider responses, nearest in meaning to each type. */
const providerResponses: Readonly<Record<FeedbackType, string>> = {
  BOUNCE_HARD: 'Invalid phone number',
  BOUNCE_SOFT: 'Phone is currently unreachable/unavailable',
  COMPLAINT: 'Blocked as spam by phone carrier',
  DELIVERY: 'Message has been accepted by phone carrier',
  OPTED_OUT: 'Phone number is opted out',
};

/** What one part to France costs, near enough for the log; the bill is the cost model's business. */
const priceOfPart = 0.07;

/** @see sending-facts §3.5: CloudWatch delivery status log of SNS SMS */
function smsDelivery(
  message: CaughtMessage,
  type: FeedbackType,
  now: string,
): Record<string, unknown> {
  const parts = smsParts(message.text);
  return {
    notification: {
      messageId: message.messageId,
      timestamp: now.replace('T', ' ').replace('Z', ''),
    },
    delivery: {
      mnc: 1,
      numberOfMessageParts: parts,
      destination: message.to,
      priceInUSD: Number((parts * priceOfPart).toFixed(2)),
      smsType: message.headers['AWS.SNS.SMS.SMSType'] ?? 'Promotional',
      mcc: 208,
      providerResponse: providerResponses[type],
      dwellTimeMs: 599,
      dwellTimeMsUntilDeviceAck: 1344,
      phoneCarrier: 'Discretion local carrier',
    },
    status: type === 'DELIVERY' ? 'SUCCESS' : 'FAILURE',
  };
}

/** GSM-7 160/153, UCS-2 70/67. */
export function smsParts(text: string): number {
  return new SegmentedMessage(text).segmentsCount;
}

/** Body of `POST /_local/inbound-sms`. */
export const InboundSms = z.object({
  from: z.string().regex(/^\+[1-9]\d{5,14}$/u),
  text: z.string(),
});
export type InboundSms = z.infer<typeof InboundSms>;

/** The French short code to which readers reply. */
const shortCode = '36180';

/** @see sending-facts §3.6: two-way SMS payload of End User Messaging */
export function inboundOf(
  sms: InboundSms,
  previousMessageId: string | undefined,
): Record<string, unknown> {
  return {
    originationNumber: sms.from,
    destinationNumber: shortCode,
    messageKeyword: `KEYWORD_${account}`,
    messageBody: sms.text,
    inboundMessageId: randomUUID(),
    ...(previousMessageId !== undefined && { previousPublishedMessageId: previousMessageId }),
  };
}

/** The keywords with which a phone opts out at the provider, STOP and ARRET among them (SNS guide, `sms_manage`). */
export function isOptOutKeyword(text: string): boolean {
  const words = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase();
  return /^[^\p{L}]*(?:STOP|ARRET|UNSUBSCRIBE)(?![\p{L}\d])/u.test(words);
}
