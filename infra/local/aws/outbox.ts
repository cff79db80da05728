import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Clock } from '#core/runtime.ts';
import { sesId } from './account.ts';
import { openFolder, readIfThere, writeWhole } from './folder.ts';
import { headerOf, readMail } from './mime.ts';
import { channels, type ProviderChannel } from './provider.ts';

/** What `GET /_local/outbox` lists. Times are ISO 8601; `raw` is the whole MIME of an e-mail. */
const Stored = z.object({
  channel: z.enum(channels),
  to: z.string(),
  from: z.string(),
  subject: z.string().optional(),
  text: z.string(),
  html: z.string().optional(),
  /** E-mail: the MIME headers. SMS: the message attributes, such as `AWS.SNS.SMS.SMSType`. */
  headers: z.record(z.string(), z.string()),
  at: z.string(),
  messageId: z.string(),
  /** Envelope recipients; `to` shows them joined. */
  recipients: z.array(z.string()),
  /** SES message tags, which come back in every provider event. */
  tags: z.record(z.string(), z.string()),
  configurationSet: z.string().optional(),
});
export type CaughtMessage = z.infer<typeof Stored> & { readonly raw?: string };

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
  /** The last message sent to this address or number. */
  lastTo(to: string): string | undefined;
  clear(): void;
  addEmail(email: SentEmail): CaughtMessage;
  addSms(sms: SentSms): CaughtMessage;
}

/** Messages stay on disk (a JSON file, and for an e-mail its `.eml` of exactly the bytes sent); memory holds an index. */
export function openOutbox(dataFolder: string, clock: Clock): Outbox {
  const folder = openFolder(join(dataFolder, 'outbox'), Stored);
  const index = new Map<string, { file: string; channel: ProviderChannel; recipients: readonly string[] }>();
  const emlOf = (file: string) => join(folder.path, `${file}.eml`);
  const remember = (file: string, { messageId, channel, recipients }: CaughtMessage) =>
    index.set(messageId, { file, channel, recipients });
  let next = 0;
  for (const file of folder.ids()) {
    const message = folder.read(file);
    if (message) remember(file, message);
    next = Number(file) + 1;
  }
  removeOrphans(folder.path, new Set(folder.ids()));

  const show = (file: string): CaughtMessage[] => {
    const message = folder.read(file);
    const raw = readIfThere(emlOf(file))?.toString('utf8');
    return message ? [{ ...message, ...(raw !== undefined && { raw }) }] : [];
  };
  const select = ({ channel, to }: OutboxFilter = {}) =>
    [...index.entries()].filter(
      ([, one]) => (!channel || one.channel === channel) && (!to || one.recipients.includes(to)),
    );
  const add = (message: CaughtMessage, raw?: Uint8Array) => {
    const file = String(next).padStart(9, '0');
    next += 1;
    if (raw) writeWhole(emlOf(file), raw);
    folder.write(file, message);
    remember(file, message);
    return message;
  };
  const at = () => clock.now().toString();
  return {
    list: (filter) => select(filter).flatMap(([, { file }]) => show(file)),
    count: (filter) => select(filter).length,
    find: (messageId) => {
      const entry = index.get(messageId);
      return entry && show(entry.file)[0];
    },
    lastTo: (to) => select({ to }).at(-1)?.[0],
    clear() {
      for (const { file } of index.values()) {
        folder.remove(file);
        rmSync(emlOf(file), { force: true });
      }
      index.clear();
    },
    addEmail: (email) => add(emailOf(email, at()), email.raw),
    addSms: (sms) => add(smsOf(sms, at())),
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
  const from = attributes['AWS.SNS.SMS.SenderID'] ?? attributes['AWS.MM.SMS.OriginationNumber'] ?? 'NOTICE';
  const messageId = randomUUID();
  return { channel: 'SMS', to, from, text, headers: attributes, at, messageId, recipients: [to], tags: {} };
}

/** The bytes of a mail whose sending was cut by a crash before it was answered. */
function removeOrphans(path: string, files: ReadonlySet<string>): void {
  for (const name of readdirSync(path)) {
    if (name.endsWith('.eml') && !files.has(name.slice(0, -'.eml'.length))) rmSync(join(path, name));
  }
}
