import { createHash, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SQSRecord } from 'aws-lambda';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Clock } from '#core/runtime.ts';
import { account, arnOf, region } from './account.ts';
import { makeFolder, openFolder, readIfThere, writeWhole, type Folder } from './folder.ts';

const QueueSettings = z.object({
  visibilitySeconds: z.int().min(0).max(43_200),
  /** Receives before the message is set aside. Without a dead-letter queue a message is tried for ever. */
  maxReceives: z.int().positive().optional(),
  deadLetterQueue: z.string().optional(),
});
export type QueueSettings = z.infer<typeof QueueSettings>;

const Attribute = z.object({ DataType: z.string(), StringValue: z.string().optional() });
const Message = z.object({
  /** Grows with each message sent: a restart keeps the order of sending, as far as a standard queue has one. */
  order: z.int(),
  body: z.string(),
  attributes: z.record(z.string(), Attribute),
  /** Epoch milliseconds of the settable clock, as are all instants here. */
  sentAt: z.int(),
  visibleAt: z.int(),
  receives: z.int(),
  firstReceivedAt: z.int().optional(),
  receipt: z.string().optional(),
  /** Once it has been set aside: where it came from. */
  source: z.string().optional(),
});
type Message = z.infer<typeof Message>;

export interface NewMessage {
  readonly body: string;
  readonly delaySeconds?: number | undefined;
  readonly attributes?: Message['attributes'] | undefined;
}

export interface QueueDepth {
  readonly visible: number;
  /** Received and neither settled nor visible again. */
  readonly inFlight: number;
  /** Sent with a delay, not received yet. */
  readonly delayed: number;
}

/** Standard queues as SQS has them: at least once, unordered in principle, visibility by the settable clock. */
export interface Queues {
  /** Creates the queue, or gives it these settings. Its dead-letter queue is created with it. */
  declare(name: string, settings: QueueSettings): void;
  names(): readonly string[];
  settings(name: string): QueueSettings | undefined;
  /** @throws on an unknown queue, as do all functions below: a queue that nobody declared is a bug */
  send(name: string, message: NewMessage): string;
  /** At most `max` messages, hidden from others until the visibility time has passed. */
  receive(name: string, max: number): SQSRecord[];
  /**
   * Deletes what is done. What failed stays hidden until its visibility time has passed, as Lambda leaves it, unless it
   * has used up its receives: then it goes to the dead-letter queue at once (SQS does so at the next receive).
   * A receipt that is no longer the message's last one is ignored.
   */
  settle(name: string, done: readonly string[], failed: readonly string[]): void;
  depth(name: string): QueueDepth;
  /** The earliest instant at which any message of any queue but the dead-letter ones may be received; past if now. */
  nextVisibleAt(): Temporal.Instant | undefined;
  /** @param deadLetterQueue whose messages go back to their queues, to be tried afresh @returns how many */
  redrive(deadLetterQueue: string): number;
}

interface Queue {
  readonly name: string;
  settings: QueueSettings;
  readonly folder: Folder<Message>;
  readonly messages: Map<string, Message>;
  nextOrder: number;
}

export function openQueues(dataFolder: string, clock: Clock): Queues {
  const root = join(dataFolder, 'queues');
  makeFolder(root);
  const queues = new Map(readdirSync(root).flatMap((name) => openQueue(root, name) ?? []).map((queue) => [queue.name, queue]));
  const now = () => clock.now().epochMilliseconds;
  const queueOf = (name: string): Queue => {
    const queue = queues.get(name);
    if (!queue) throw new Error(`queue ${name} was never declared`);
    return queue;
  };
  const declare = (name: string, given: QueueSettings) => {
    const settings = QueueSettings.parse(given);
    const { deadLetterQueue } = settings;
    if (deadLetterQueue && !queues.has(deadLetterQueue)) declare(deadLetterQueue, { visibilitySeconds: 30 });
    makeFolder(join(root, name));
    writeWhole(settingsFile(root, name), JSON.stringify(settings));
    const known = queues.get(name);
    if (known) known.settings = settings;
    else queues.set(name, openQueueFolder({ root, name, settings }));
  };
  return {
    declare,
    names: () => [...queues.keys()],
    settings: (name) => queues.get(name)?.settings,
    send: (name, message) => send(queueOf(name), message, now()),
    receive: (name, max) => receive({ queue: queueOf(name), max, now: now(), queueOf }),
    settle: (name, done, failed) => settle({ queue: queueOf(name), done, failed, queueOf }),
    depth(name) {
      const messages = [...queueOf(name).messages.values()];
      const hidden = messages.filter(({ visibleAt }) => visibleAt > now());
      const delayed = hidden.filter(({ receives }) => receives === 0).length;
      return { visible: messages.length - hidden.length, inFlight: hidden.length - delayed, delayed };
    },
    nextVisibleAt: () => nextVisibleAt([...queues.values()]),
    redrive(deadLetterQueue) {
      const queue = queueOf(deadLetterQueue);
      const buried = [...queue.messages].filter(([, { source }]) => source !== undefined);
      for (const [id, message] of buried) {
        const to = queueOf(message.source ?? '');
        move({ id, from: queue, to, message: { ...message, receives: 0, visibleAt: now() } });
      }
      return buried.length;
    },
  };
}

function settingsFile(root: string, name: string): string {
  return join(root, name, 'queue.settings');
}

function openQueue(root: string, name: string): Queue | undefined {
  const stored = readIfThere(settingsFile(root, name));
  return stored && openQueueFolder({ root, name, settings: QueueSettings.parse(JSON.parse(stored.toString('utf8'))) });
}

function openQueueFolder({ root, name, settings }: { root: string; name: string; settings: QueueSettings }): Queue {
  const folder = openFolder(join(root, name), Message);
  const stored = folder.ids().flatMap((id): [string, Message][] => {
    const message = folder.read(id);
    return message ? [[id, message]] : [];
  });
  const messages = new Map(stored.sort(([, a], [, b]) => a.order - b.order));
  return { name, settings, folder, messages, nextOrder: (stored.at(-1)?.[1].order ?? 0) + 1 };
}

function save(queue: Queue, id: string, message: Message): void {
  queue.folder.write(id, message);
  queue.messages.set(id, message);
}

function send(queue: Queue, message: NewMessage, now: number): string {
  const id = randomUUID();
  const visibleAt = now + (message.delaySeconds ?? 0) * 1000;
  const { body, attributes = {} } = message;
  save(queue, id, { order: queue.nextOrder, body, attributes, sentAt: now, visibleAt, receives: 0 });
  queue.nextOrder += 1;
  return id;
}

type QueueOf = (name: string) => Queue;

function receive(args: { queue: Queue; max: number; now: number; queueOf: QueueOf }): SQSRecord[] {
  const { queue, max, now, queueOf } = args;
  const records: SQSRecord[] = [];
  for (const [id, message] of queue.messages) {
    if (records.length >= max) break;
    if (message.visibleAt > now || bury({ queue, id, message, queueOf })) continue;
    const received = {
      ...message,
      receives: message.receives + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
      visibleAt: now + queue.settings.visibilitySeconds * 1000,
      receipt: `${id}.${randomUUID()}`,
    };
    save(queue, id, received);
    records.push(recordOf(queue, id, received));
  }
  return records;
}

function settle(args: { queue: Queue; done: readonly string[]; failed: readonly string[]; queueOf: QueueOf }): void {
  const { queue, queueOf } = args;
  for (const receipt of args.done) {
    const [id] = receivedAs(queue, receipt) ?? [];
    if (id === undefined) continue;
    queue.folder.remove(id);
    queue.messages.delete(id);
  }
  for (const receipt of args.failed) {
    const [id, message] = receivedAs(queue, receipt) ?? [];
    if (id !== undefined && message) bury({ queue, id, message, queueOf });
  }
}

function receivedAs(queue: Queue, receipt: string): [string, Message] | undefined {
  const id = receipt.split('.')[0] ?? '';
  const message = queue.messages.get(id);
  return message?.receipt === receipt ? [id, message] : undefined;
}

/** Sets a message aside once it has used up its receives. @returns whether it did */
function bury(args: { queue: Queue; id: string; message: Message; queueOf: QueueOf }): boolean {
  const { queue, id, message, queueOf } = args;
  const { maxReceives, deadLetterQueue } = queue.settings;
  if (maxReceives === undefined || deadLetterQueue === undefined || message.receives < maxReceives) return false;
  const to = queueOf(deadLetterQueue);
  move({ id, from: queue, to, message: { ...message, source: queue.name, visibleAt: message.sentAt } });
  return true;
}

/** The file is rewritten before it moves: a crash in between leaves a message that can be moved again. */
function move(args: { id: string; from: Queue; to: Queue; message: Message }): void {
  const { id, from, to } = args;
  const { receipt: _receipt, ...message } = args.message;
  from.folder.write(id, message);
  from.folder.move(id, to.folder);
  from.messages.delete(id);
  to.messages.set(id, message);
}

function nextVisibleAt(queues: readonly Queue[]): Temporal.Instant | undefined {
  const deadLetters = new Set(queues.map(({ settings }) => settings.deadLetterQueue));
  let earliest = Infinity;
  for (const { name, messages } of queues) {
    if (deadLetters.has(name)) continue;
    for (const { visibleAt } of messages.values()) earliest = Math.min(earliest, visibleAt);
  }
  return earliest === Infinity ? undefined : Temporal.Instant.fromEpochMilliseconds(earliest);
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function recordOf(queue: Queue, id: string, message: Message): SQSRecord {
  const attributes = Object.entries(message.attributes).map(([name, { DataType, StringValue = '' }]) => [
    name,
    { dataType: DataType, stringValue: StringValue, stringListValues: [], binaryListValues: [] },
  ]);
  return {
    messageId: id,
    receiptHandle: message.receipt ?? '',
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(message.sentAt),
      SenderId: account,
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    },
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: arnOf('sqs', queue.name),
    awsRegion: region,
  };
}
