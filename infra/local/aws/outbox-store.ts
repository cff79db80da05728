import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { openFolder, readIfThere, writeWhole } from './folder.ts';
import { channels, type ProviderChannel } from './provider.ts';

/** What `GET /_local/outbox` lists. `at` is ISO 8601; `raw` is the whole MIME of an e-mail. */
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

interface Entry {
  readonly file: string;
  readonly channel: ProviderChannel;
  readonly recipients: readonly string[];
}

/** Messages on disk (a JSON file, and for an e-mail its `.eml` of exactly the bytes sent); an index in memory. */
export interface OutboxStore {
  /** By message id, in the order of sending. */
  readonly index: ReadonlyMap<string, Entry>;
  read(messageId: string): CaughtMessage | undefined;
  add(message: CaughtMessage, raw?: Uint8Array): CaughtMessage;
  clear(): void;
}

export function openOutboxStore(dataFolder: string): OutboxStore {
  const folder = openFolder(join(dataFolder, 'outbox'), Stored);
  const emlOf = (file: string) => join(folder.path, `${file}.eml`);
  const files = folder.ids();
  const index = new Map(
    files.flatMap((file) => {
      const message = folder.read(file);
      return message ? [entryOf(file, message)] : [];
    }),
  );
  let next = Number(files.at(-1) ?? -1) + 1;
  removeOrphans(folder.path, new Set(files));
  return {
    index,
    read(messageId) {
      const file = index.get(messageId)?.file;
      const message = file === undefined ? undefined : folder.read(file);
      const raw = file === undefined ? undefined : readIfThere(emlOf(file))?.toString('utf8');
      return message && { ...message, ...(raw !== undefined && { raw }) };
    },
    add(message, raw) {
      const file = String(next).padStart(9, '0');
      next += 1;
      if (raw) writeWhole(emlOf(file), raw);
      folder.write(file, message);
      index.set(...entryOf(file, message));
      return message;
    },
    clear() {
      for (const { file } of index.values()) {
        folder.remove(file);
        rmSync(emlOf(file), { force: true });
      }
      index.clear();
    },
  };
}

function entryOf(file: string, message: CaughtMessage): [string, Entry] {
  const { messageId, channel, recipients } = message;
  return [messageId, { file, channel, recipients }];
}

/** The bytes of a mail whose sending was cut by a crash before it was answered. */
function removeOrphans(path: string, files: ReadonlySet<string>): void {
  for (const name of readdirSync(path)) {
    const isOrphan = name.endsWith('.eml') && !files.has(name.slice(0, -'.eml'.length));
    if (isOrphan) rmSync(join(path, name));
  }
}
