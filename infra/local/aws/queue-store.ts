import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { makeFolder, openFolder, readIfThere, writeWhole, type Folder } from './folder.ts';

const QueueSettings = z.object({
  visibilitySeconds: z.int().min(0).max(43_200),
  /** Receives before the message is set aside. Without a dead-letter queue a message is tried for ever. */
  maxReceives: z.int().positive().optional(),
  deadLetterQueue: z.string().optional(),
});
export type QueueSettings = z.infer<typeof QueueSettings>;

export const MessageAttributes = z.record(
  z.string(),
  z.object({ DataType: z.string(), StringValue: z.string().optional() }),
);

const Message = z.object({
  /** Grows with each message sent: a restart keeps the order of sending, as far as a standard queue has one. */
  order: z.int(),
  body: z.string(),
  attributes: MessageAttributes,
  /** Epoch milliseconds of the settable clock, as are all instants here. */
  sentAt: z.int(),
  visibleAt: z.int(),
  receives: z.int(),
  firstReceivedAt: z.int().optional(),
  receipt: z.string().optional(),
  /** Once it has been set aside: where it came from. */
  source: z.string().optional(),
});
export type Message = z.infer<typeof Message>;

/** One queue: a folder with one file a message, and the same messages in memory in the order of sending. */
export interface Queue {
  readonly name: string;
  settings: QueueSettings;
  readonly folder: Folder<Message>;
  readonly messages: Map<string, Message>;
  nextOrder: number;
}

export interface QueueStore {
  /** Creates the queue, or gives it these settings. Its dead-letter queue is created with it. */
  declare(name: string, settings: QueueSettings): void;
  find(name: string): Queue | undefined;
  all(): readonly Queue[];
}

export function openQueueStore(dataFolder: string): QueueStore {
  const root = join(dataFolder, 'queues');
  makeFolder(root);
  const settingsFile = (name: string) => join(root, name, 'queue.settings');
  const queues = new Map<string, Queue>();
  for (const name of readdirSync(root)) {
    const stored = readIfThere(settingsFile(name))?.toString('utf8');
    if (stored) queues.set(name, openQueue(root, name, QueueSettings.parse(JSON.parse(stored))));
  }
  const declare = (name: string, given: QueueSettings) => {
    const settings = QueueSettings.parse(given);
    const { deadLetterQueue } = settings;
    if (deadLetterQueue && !queues.has(deadLetterQueue)) {
      declare(deadLetterQueue, { visibilitySeconds: 30 });
    }
    makeFolder(join(root, name));
    writeWhole(settingsFile(name), JSON.stringify(settings));
    const known = queues.get(name);
    if (known) known.settings = settings;
    else queues.set(name, openQueue(root, name, settings));
  };
  return { declare, find: (name) => queues.get(name), all: () => [...queues.values()] };
}

function openQueue(root: string, name: string, settings: QueueSettings): Queue {
  const folder = openFolder(join(root, name), Message);
  const newest = new Map<string, Message>();
  for (const file of folder.ids()) {
    const id = file.split('.')[0] ?? '';
    const message = folder.read(file);
    if (!message) continue;
    const other = newest.get(id);
    const isNewer = !other || message.receives > other.receives;
    if (other) folder.remove(fileOf(id, isNewer ? other : message));
    if (isNewer) newest.set(id, message);
  }
  const stored = [...newest].sort(([, a], [, b]) => a.order - b.order);
  const nextOrder = (stored.at(-1)?.[1].order ?? 0) + 1;
  return { name, settings, folder, messages: new Map(stored), nextOrder };
}

/**
 * A new file for each receive, and then the old one goes: a file that takes the place of another is written through to the
 * disk at once, and whoever deletes it soon after waits for that. After a crash in between, the later one counts.
 */
const fileOf = (id: string, { receives }: Message) => `${id}.${receives}`;

export function saveMessage(queue: Queue, id: string, message: Message): void {
  const before = queue.messages.get(id);
  queue.folder.write(fileOf(id, message), message);
  if (before && before.receives !== message.receives) queue.folder.remove(fileOf(id, before));
  queue.messages.set(id, message);
}

export function deleteMessage(queue: Queue, id: string): void {
  const message = queue.messages.get(id);
  if (message) queue.folder.remove(fileOf(id, message));
  queue.messages.delete(id);
}

/** The file is rewritten before it moves: a crash in between leaves a message that can be moved again. */
export function moveMessage(args: { id: string; from: Queue; to: Queue; message: Message }): void {
  const { id, from, to, message } = args;
  saveMessage(from, id, message);
  from.folder.move(fileOf(id, message), to.folder);
  from.messages.delete(id);
  to.messages.set(id, message);
}
