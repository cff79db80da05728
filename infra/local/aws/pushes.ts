import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import type { Clock } from '#core/runtime.ts';
import { arnOf, timestamp } from './account.ts';
import { openFolder, type Folder } from './folder.ts';

/** The two topics on which the provider speaks to us. */
const Topic = z.enum(['provider-feedback', 'inbound-sms']);
export type Topic = z.infer<typeof Topic>;

/** What Lambda receives from a topic. */
export interface SnsLambdaEvent {
  readonly Records: readonly [
    {
      readonly EventSource: 'aws:sns';
      readonly EventVersion: '1.0';
      readonly EventSubscriptionArn: string;
      readonly Sns: z.infer<typeof Notification>;
    },
  ];
}
export type OnPush = (topic: Topic, event: SnsLambdaEvent) => Promise<void> | void;

const Notification = z.object({
  Type: z.literal('Notification'),
  MessageId: z.string(),
  TopicArn: z.string(),
  Subject: z.null(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.literal('1'),
  Signature: z.literal('local'),
  SigningCertUrl: z.literal(''),
  UnsubscribeUrl: z.literal(''),
  MessageAttributes: z.object({}),
});
const Push = z.object({ topic: Topic, notification: Notification, attempts: z.int() });
type Push = z.infer<typeof Push>;

/** One attempt and two more, as Lambda does for an asynchronous event; then it is lost. */
const maxAttempts = 3;

export interface Pushes {
  /** Stores, then hands over. Rejects with what the receiver threw; the push then waits for `deliverPending`. */
  push(topic: Topic, message: Record<string, unknown>): Promise<void>;
  /** Hands over again what a crash or a failing receiver left behind. @returns how many were received */
  deliverPending(): Promise<number>;
  /** Resolves when no push is under way. */
  idle(): Promise<void>;
}

export function openPushes(args: { dataFolder: string; clock: Clock; onPush: OnPush }): Pushes {
  const folder = openFolder(join(args.dataFolder, 'pushes'), Push);
  const underWay = new Map<string, Promise<void>>();
  let next = Number(folder.ids().at(-1) ?? -1) + 1;
  const start = (id: string, push: Push): Promise<void> => {
    const running = handOver({ folder, id, push, onPush: args.onPush });
    const ended = running.finally(() => underWay.delete(id));
    underWay.set(id, ended);
    return ended;
  };
  return {
    async push(topic, message) {
      const id = String(next).padStart(9, '0');
      next += 1;
      const push = { topic, notification: notificationOf(topic, message, args.clock), attempts: 0 };
      folder.write(id, push);
      await start(id, push);
    },
    async deliverPending() {
      let received = 0;
      for (const id of folder.ids()) {
        const push = underWay.has(id) ? undefined : folder.read(id);
        if (push && (await isReceived(start(id, push)))) received += 1;
      }
      return received;
    },
    async idle() {
      while (underWay.size > 0) await Promise.allSettled(underWay.values());
    },
  };
}

/** The sender of the message gets its answer first. What is not received is kept, until its attempts are used up. */
async function handOver(args: {
  folder: Folder<Push>;
  id: string;
  push: Push;
  onPush: OnPush;
}): Promise<void> {
  const { folder, id, push, onPush } = args;
  await setImmediate();
  try {
    await onPush(push.topic, eventOf(push));
  } catch (error) {
    const attempts = push.attempts + 1;
    if (attempts < maxAttempts) folder.write(id, { ...push, attempts });
    else folder.remove(id);
    throw error;
  }
  folder.remove(id);
}

async function isReceived(handingOver: Promise<void>): Promise<boolean> {
  const [outcome] = await Promise.allSettled([handingOver]);
  return outcome.status === 'fulfilled';
}

function notificationOf(
  topic: Topic,
  message: Record<string, unknown>,
  clock: Clock,
): Push['notification'] {
  return {
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: arnOf('sns', topic),
    Subject: null,
    Message: JSON.stringify(message),
    Timestamp: timestamp(clock),
    SignatureVersion: '1',
    Signature: 'local',
    SigningCertUrl: '',
    UnsubscribeUrl: '',
    MessageAttributes: {},
  };
}

function eventOf({ topic, notification }: Push): SnsLambdaEvent {
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: `${arnOf('sns', topic)}:00000000-0000-0000-0000-000000000000`,
        Sns: notification,
      },
    ],
  };
}
