import { createHash, randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '#core/runtime.ts';
import { account, arnOf, region } from './account.ts';
import {
  deleteMessage,
  moveMessage,
  openQueueStore,
  saveMessage,
  type Message,
  type Queue,
  type QueueSettings,
} from './queue-store.ts';

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
  /**
   * @returns the message id
   * @throws on an unknown queue, as do all functions below: a queue that nobody declared is a bug
   */
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

export function openQueues(dataFolder: string, clock: Clock): Queues {
  const store = openQueueStore(dataFolder);
  const now = () => clock.now().epochMilliseconds;
  const queueOf = (name: string): Queue => {
    const queue = store.find(name);
    if (!queue) throw new Error(`queue ${name} was never declared`);
    return queue;
  };
  return {
    declare: (name, settings) => store.declare(name, settings),
    names: () => store.all().map(({ name }) => name),
    settings: (name) => store.find(name)?.settings,
    send: (name, message) => send(queueOf(name), message, now()),
    receive: (name, max) => receive({ queue: queueOf(name), max, now: now(), queueOf }),
    settle: (name, done, failed) => settle({ queue: queueOf(name), done, failed, queueOf }),
    depth: (name) => depthOf(queueOf(name), now()),
    nextVisibleAt: () => nextVisibleAt(store.all()),
    redrive: (deadLetterQueue) => redrive(queueOf(deadLetterQueue), queueOf, now()),
  };
}

function send(queue: Queue, message: NewMessage, now: number): string {
  const id = randomUUID();
  const visibleAt = now + (message.delaySeconds ?? 0) * 1000;
  const { body, attributes = {} } = message;
  const order = queue.nextOrder;
  saveMessage(queue, id, { order, body, attributes, sentAt: now, visibleAt, receives: 0 });
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
    saveMessage(queue, id, received);
    records.push(recordOf(queue, id, received));
  }
  return records;
}

function settle(args: {
  queue: Queue;
  done: readonly string[];
  failed: readonly string[];
  queueOf: QueueOf;
}): void {
  const { queue, queueOf } = args;
  for (const receipt of args.done) {
    const [id] = receivedAs(queue, receipt) ?? [];
    if (id !== undefined) deleteMessage(queue, id);
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
  if (maxReceives === undefined || deadLetterQueue === undefined) return false;
  if (message.receives < maxReceives) return false;
  const buried = { ...message, source: queue.name, visibleAt: message.sentAt };
  moveMessage({ id, from: queue, to: queueOf(deadLetterQueue), message: buried });
  return true;
}

function redrive(queue: Queue, queueOf: QueueOf, now: number): number {
  let moved = 0;
  for (const [id, message] of [...queue.messages]) {
    if (message.source === undefined) continue;
    const fresh = { ...message, receives: 0, visibleAt: now };
    moveMessage({ id, from: queue, to: queueOf(message.source), message: fresh });
    moved += 1;
  }
  return moved;
}

function depthOf(queue: Queue, now: number): QueueDepth {
  const messages = [...queue.messages.values()];
  const hidden = messages.filter(({ visibleAt }) => visibleAt > now);
  const delayed = hidden.filter(({ receives }) => receives === 0).length;
  return { visible: messages.length - hidden.length, inFlight: hidden.length - delayed, delayed };
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
  const messageAttributes: SQSRecord['messageAttributes'] = {};
  for (const [name, { DataType, StringValue = '' }] of Object.entries(message.attributes)) {
    const lists = { stringListValues: [], binaryListValues: [] };
    messageAttributes[name] = { dataType: DataType, stringValue: StringValue, ...lists };
  }
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
    messageAttributes,
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: arnOf('sqs', queue.name),
    awsRegion: region,
  };
}
