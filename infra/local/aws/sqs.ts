import * as z from 'zod';
import { arnOf } from './account.ts';
import { done, fault, type Answer } from './answer.ts';
import { MessageAttributes } from './queue-store.ts';
import { md5, type NewMessage, type Queues } from './queues.ts';

const maxBytes = 1024 * 1024;
const maxEntries = 10;

const NewMessageInput = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: z.int().min(0).max(900).optional(),
  MessageAttributes: MessageAttributes.optional(),
});
const SendMessage = NewMessageInput.extend({ QueueUrl: z.string() });
const SendMessageBatch = z.object({
  QueueUrl: z.string(),
  Entries: z.array(NewMessageInput.extend({ Id: z.string().regex(/^[\w-]{1,80}$/u) })),
});
const RedrivePolicy = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int(),
});
const CreateQueue = z.object({
  QueueName: z.string().regex(/^[\w-]{1,80}$/u),
  Attributes: z
    .object({
      VisibilityTimeout: z.coerce.number().int().min(0).max(43_200),
      RedrivePolicy: z.string(),
    })
    .partial()
    .default({}),
});
const GetQueueUrl = z.object({ QueueName: z.string() });
const GetQueueAttributes = z.object({
  QueueUrl: z.string(),
  AttributeNames: z.array(z.string()).default([]),
});

/** The SQS actions that senders use; receiving is done in process, as Lambda's poller does for its functions. */
export function createSqs(
  queues: Queues,
  urlOf: (name: string) => string,
): Readonly<Record<string, (input: unknown) => Answer>> {
  return {
    CreateQueue: reading(CreateQueue, (input) => createQueue(queues, input, urlOf)),
    GetQueueUrl: reading(GetQueueUrl, ({ QueueName }) =>
      queues.settings(QueueName) ? done({ QueueUrl: urlOf(QueueName) }) : noSuchQueue,
    ),
    GetQueueAttributes: reading(GetQueueAttributes, (input) =>
      withQueue(queues, input.QueueUrl, (name) =>
        done(attributesOf(queues, name, input.AttributeNames)),
      ),
    ),
    SendMessage: reading(SendMessage, (input) =>
      withQueue(queues, input.QueueUrl, (name) => {
        if (sizeOf([input]) > maxBytes) return tooLong('InvalidParameterValue');
        const MessageId = queues.send(name, newMessage(input));
        return done({ MessageId, MD5OfMessageBody: md5(input.MessageBody) });
      }),
    ),
    SendMessageBatch: reading(SendMessageBatch, (input) =>
      withQueue(queues, input.QueueUrl, (name) => sendBatch(queues, name, input.Entries)),
    ),
  };
}

const noSuchQueue = fault('QueueDoesNotExist', 'The specified queue does not exist.');

function tooLong(code: string): Answer {
  return fault(
    code,
    `One or more parameters are invalid. Reason: Message must be shorter than ${maxBytes} bytes.`,
  );
}

/** Checks the input of an action; never repeats it. */
function reading<T>(schema: z.ZodType<T>, act: (input: T) => Answer): (input: unknown) => Answer {
  return (input) => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return act(parsed.data);
    return fault(
      'InvalidParameterValue',
      `Value for parameter ${parsed.error.issues[0]?.path.join('.')} is invalid.`,
    );
  };
}

/** The host of a queue's URL does not matter: the port changes with each start. */
function withQueue(queues: Queues, queueUrl: string, act: (name: string) => Answer): Answer {
  const name = queueUrl.split('/').at(-1) ?? '';
  return queues.settings(name) ? act(name) : noSuchQueue;
}

function createQueue(
  queues: Queues,
  input: z.infer<typeof CreateQueue>,
  urlOf: (name: string) => string,
): Answer {
  const { VisibilityTimeout = 30, RedrivePolicy: policy } = input.Attributes;
  const redrive = policy === undefined ? undefined : RedrivePolicy.parse(JSON.parse(policy));
  queues.declare(input.QueueName, {
    visibilitySeconds: VisibilityTimeout,
    ...(redrive && {
      maxReceives: redrive.maxReceiveCount,
      deadLetterQueue: redrive.deadLetterTargetArn.split(':').at(-1) ?? '',
    }),
  });
  return done({ QueueUrl: urlOf(input.QueueName) });
}

function sendBatch(
  queues: Queues,
  name: string,
  entries: z.infer<typeof SendMessageBatch>['Entries'],
): Answer {
  if (entries.length === 0)
    return fault('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > maxEntries) {
    return fault(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${maxEntries}.`,
    );
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    return fault(
      'BatchEntryIdsNotDistinct',
      'Two or more batch entries in the request have the same Id.',
    );
  }
  if (sizeOf(entries) > maxBytes) return tooLong('BatchRequestTooLong');
  const Successful = entries.map((entry) => ({
    Id: entry.Id,
    MessageId: queues.send(name, newMessage(entry)),
    MD5OfMessageBody: md5(entry.MessageBody),
  }));
  return done({ Successful, Failed: [] });
}

function newMessage(input: z.infer<typeof NewMessageInput>): NewMessage {
  return {
    body: input.MessageBody,
    delaySeconds: input.DelaySeconds,
    attributes: input.MessageAttributes,
  };
}

function sizeOf(messages: readonly { MessageBody: string }[]): number {
  return messages.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody), 0);
}

function attributesOf(
  queues: Queues,
  name: string,
  wanted: readonly string[],
): Record<string, unknown> {
  const depth = queues.depth(name);
  const { visibilitySeconds = 0, maxReceives, deadLetterQueue } = queues.settings(name) ?? {};
  const all: Record<string, string> = {
    QueueArn: arnOf('sqs', name),
    ApproximateNumberOfMessages: String(depth.visible),
    ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
    ApproximateNumberOfMessagesDelayed: String(depth.delayed),
    VisibilityTimeout: String(visibilitySeconds),
    ...(deadLetterQueue && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: arnOf('sqs', deadLetterQueue),
        maxReceiveCount: maxReceives,
      }),
    }),
  };
  const names = wanted.includes('All') ? Object.keys(all) : wanted.filter((one) => one in all);
  return { Attributes: Object.fromEntries(names.map((one) => [one, all[one]])) };
}
