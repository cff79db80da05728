import { randomUUID } from 'node:crypto';
import type { Clock } from '#core/runtime.ts';
import { sesId, timestamp } from './account.ts';
import { headerOf, readMail } from './mime.ts';
import { openOutboxStore, type CaughtMessage } from './outbox-store.ts';
import type { ProviderChannel } from './provider.ts';

export type { CaughtMessage } from './outbox-store.ts';

export interface OutboxFilter {
  readonly channel?: ProviderChannel | undefined;
  /** An e-mail address or a number, exactly. */
  readonly to?: string | undefined;
}

export interface SentEmail {
  readonly recipients: readonly string[];
  readonly from: string;
  readonly raw: Uint8Array;
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet?: string | undefined;
}

export interface SentSms {
  readonly to: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Outbox {
  /** In the order of sending. */
  list(filter?: OutboxFilter): CaughtMessage[];
  count(filter?: OutboxFilter): number;
  find(messageId: string): CaughtMessage | undefined;
  /** The id of the last message sent to this address or number. */
  lastTo(to: string): string | undefined;
  clear(): void;
  addEmail(email: SentEmail): CaughtMessage;
  addSms(sms: SentSms): CaughtMessage;
}

export function openOutbox(dataFolder: string, clock: Clock): Outbox {
  const store = openOutboxStore(dataFolder);
  const select = ({ channel, to }: OutboxFilter = {}) =>
    [...store.index]
      .filter(
        ([, one]) => (!channel || one.channel === channel) && (!to || one.recipients.includes(to)),
      )
      .map(([messageId]) => messageId);
  return {
    list: (filter) => select(filter).flatMap((messageId) => store.read(messageId) ?? []),
    count: (filter) => select(filter).length,
    find: (messageId) => store.read(messageId),
    lastTo: (to) => select({ to }).at(-1),
    clear: () => store.clear(),
    addEmail: (email) => store.add(emailOf(email, timestamp(clock)), email.raw),
    addSms: (sms) => store.add(smsOf(sms, timestamp(clock))),
  };
}

function emailOf(email: SentEmail, at: string): CaughtMessage {
  const { headers, text, html } = readMail(email.raw);
  const subject = headerOf(headers, 'subject');
  return {
    channel: 'EMAIL',
    to: email.recipients.join(', '),
    from: email.from,
    ...(subject !== undefined && { subject }),
    text,
    ...(html !== undefined && { html }),
    headers,
    at,
    messageId: sesId(),
    recipients: [...email.recipients],
    tags: email.tags,
    ...(email.configurationSet && { configurationSet: email.configurationSet }),
  };
}

/** AWS writes NOTICE where a sender name is needed and none was given. */
function smsOf({ to, text, attributes }: SentSms, at: string): CaughtMessage {
  const from =
    attributes['AWS.SNS.SMS.SenderID'] ?? attributes['AWS.MM.SMS.OriginationNumber'] ?? 'NOTICE';
  const messageId = randomUUID();
  return {
    channel: 'SMS',
    to,
    from,
    text,
    headers: attributes,
    at,
    messageId,
    recipients: [to],
    tags: {},
  };
}
