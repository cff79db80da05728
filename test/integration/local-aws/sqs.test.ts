import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { createClients, useLocalAws } from './support.ts';

const bench = useLocalAws();

async function startWithQueue() {
  const aws = await bench.start();
  aws.queues.declare('send', {
    visibilitySeconds: 60,
    maxReceives: 2,
    deadLetterQueue: 'send-dead',
  });
  const { sqs } = createClients();
  const QueueUrl = aws.queueUrl('send');
  return {
    aws,
    sqs,
    QueueUrl,
    queues: aws.queues,
    post: (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })),
  };
}

describe('SQS over HTTP', () => {
  it('sends a message that is received as an SQS record of Lambda', async () => {
    const { sqs, QueueUrl, queues } = await startWithQueue();
    const { MessageId } = await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: '{"chunk":"été"}',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'CHUNK' } },
      }),
    );
    expect(queues.receive('send', 10)).toEqual([
      {
        messageId: MessageId,
        receiptHandle: expect.stringContaining(MessageId ?? '?'),
        body: '{"chunk":"été"}',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: '1795251600000',
          SenderId: '000000000000',
          ApproximateFirstReceiveTimestamp: '1795251600000',
        },
        messageAttributes: {
          kind: {
            dataType: 'String',
            stringValue: 'CHUNK',
            stringListValues: [],
            binaryListValues: [],
          },
        },
        md5OfBody: expect.stringMatching(/^[\da-f]{32}$/u),
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:eu-west-3:000000000000:send',
        awsRegion: 'eu-west-3',
      },
    ]);
  });

  it('creates, finds and describes a queue', async () => {
    const { sqs, aws } = await startWithQueue();
    const policy = {
      deadLetterTargetArn: 'arn:aws:sqs:eu-west-3:000000000000:late-dead',
      maxReceiveCount: '5',
    };
    const Attributes = { VisibilityTimeout: '90', RedrivePolicy: JSON.stringify(policy) };
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'late', Attributes }));
    expect(QueueUrl).toBe(aws.queueUrl('late'));
    expect(await sqs.send(new GetQueueUrlCommand({ QueueName: 'late' }))).toMatchObject({
      QueueUrl,
    });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'b', DelaySeconds: 10 }));
    const described = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(described.Attributes).toEqual({
      QueueArn: 'arn:aws:sqs:eu-west-3:000000000000:late',
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '1',
      VisibilityTimeout: '90',
      RedrivePolicy: JSON.stringify({ ...policy, maxReceiveCount: 5 }),
    });
    expect(aws.queues.names()).toEqual(['send-dead', 'send', 'late-dead', 'late']);
  });

  it('knows no queue that was not declared', async () => {
    const { sqs, aws } = await startWithQueue();
    const missing = { name: 'QueueDoesNotExist' };
    await expect(sqs.send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toMatchObject(
      missing,
    );
    const QueueUrl = aws.queueUrl('none');
    await expect(
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' })),
    ).rejects.toMatchObject(missing);
  });

  it('sends a batch, with delays; refuses an empty one, eleven entries, twice the same id', async () => {
    const { sqs, QueueUrl, queues } = await startWithQueue();
    const entries = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ Id: `e${n}`, MessageBody: `m${n}` }));
    const batch = (Entries: { Id: string; MessageBody: string; DelaySeconds?: number }[]) =>
      sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const { Successful, Failed } = await batch([
      ...entries(9),
      { Id: 'late', MessageBody: 'late', DelaySeconds: 900 },
    ]);
    expect([Successful?.length, Failed]).toEqual([10, []]);
    expect(queues.receive('send', 100).map(({ body }) => body)).toEqual(
      entries(9).map(({ MessageBody }) => MessageBody),
    );
    expect(queues.depth('send')).toEqual({ visible: 0, inFlight: 9, delayed: 1 });

    await expect(batch([])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
    await expect(batch(entries(11))).rejects.toMatchObject({
      name: 'TooManyEntriesInBatchRequest',
    });
    await expect(batch([...entries(1), ...entries(1)])).rejects.toMatchObject({
      name: 'BatchEntryIdsNotDistinct',
    });
    await expect(batch([{ Id: 'a', MessageBody: 'a', DelaySeconds: 901 }])).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  it('refuses a body beyond 1 MiB', async () => {
    const { post } = await startWithQueue();
    await expect(post('a'.repeat(1024 * 1024 + 1))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });
});

describe('visibility and redrive, by the settable clock', () => {
  it('hides what was received until its time has passed, then shows it again', async () => {
    const { queues, post } = await startWithQueue();
    await post('a');
    expect(queues.receive('send', 10)).toHaveLength(1);
    bench.clock.advance({ seconds: 59 });
    expect(queues.receive('send', 10)).toEqual([]);
    expect(queues.nextVisibleAt()?.toString()).toBe('2026-11-21T09:01:00Z');
    bench.clock.advance({ seconds: 1 });
    expect(queues.receive('send', 10)[0]?.attributes.ApproximateReceiveCount).toBe('2');
  });

  it('shows a delayed message at its time', async () => {
    const { sqs, QueueUrl, queues } = await startWithQueue();
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a', DelaySeconds: 300 }));
    expect(queues.receive('send', 10)).toEqual([]);
    expect(queues.nextVisibleAt()?.toString()).toBe('2026-11-21T09:05:00Z');
    bench.clock.advance({ minutes: 5 });
    expect(queues.receive('send', 10)).toHaveLength(1);
  });

  it('settles one by one: done is gone, failed comes back at its time', async () => {
    const { queues, post, aws } = await startWithQueue();
    for (const body of ['corps-a', 'corps-b']) await post(body);
    const [a, b] = queues.receive('send', 10).map(({ receiptHandle }) => receiptHandle);
    queues.settle('send', [a ?? ''], [b ?? '']);
    expect(queues.depth('send')).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
    expect([aws.rawContains('corps-a'), aws.rawContains('corps-b')]).toEqual([0, 1]);
    bench.clock.advance({ seconds: 60 });
    expect(queues.receive('send', 10).map(({ body }) => body)).toEqual(['corps-b']);
  });

  it('ignores the receipt of an earlier receive', async () => {
    const { queues, post } = await startWithQueue();
    await post('a');
    const [first] = queues.receive('send', 1);
    bench.clock.advance({ seconds: 60 });
    queues.receive('send', 1);
    queues.settle('send', [first?.receiptHandle ?? ''], []);
    expect(queues.depth('send').inFlight).toBe(1);
  });

  it('sets a message aside after its last receive, whether it failed or was never settled, and redrives it', async () => {
    const { queues, post } = await startWithQueue();
    for (const body of ['fails', 'crashes']) await post(body);
    queues.receive('send', 10);
    bench.clock.advance({ seconds: 60 });
    const [fails] = queues.receive('send', 10);
    queues.settle('send', [], [fails?.receiptHandle ?? '']);
    expect(queues.depth('send-dead').visible).toBe(1);
    bench.clock.advance({ seconds: 60 });
    expect(queues.receive('send', 10)).toEqual([]);
    expect(queues.depth('send-dead').visible).toBe(2);
    expect(queues.nextVisibleAt()).toBeUndefined();

    expect(queues.redrive('send-dead')).toBe(2);
    expect(queues.depth('send-dead').visible).toBe(0);
    const again = queues.receive('send', 10);
    expect(again.map(({ body, attributes }) => [body, attributes.ApproximateReceiveCount])).toEqual(
      [
        ['fails', '1'],
        ['crashes', '1'],
      ],
    );
  });

  it('survives a restart: bodies, delays, receives and dead letters', async () => {
    const { queues, post } = await startWithQueue();
    for (const body of ['a', 'b']) await post(body);
    const [a] = queues.receive('send', 1);
    const after = (await bench.restart()).queues;
    expect(after.depth('send')).toEqual({ visible: 1, inFlight: 1, delayed: 0 });
    after.settle('send', [a?.receiptHandle ?? ''], []);
    expect(after.receive('send', 10).map(({ body }) => body)).toEqual(['b']);
    bench.clock.advance({ seconds: 60 });
    const [b] = after.receive('send', 10);
    after.settle('send', [], [b?.receiptHandle ?? '']);
    const third = (await bench.restart()).queues;
    expect([third.depth('send').visible, third.depth('send-dead').visible]).toEqual([0, 1]);
    expect(third.redrive('send-dead')).toBe(1);
    expect(third.receive('send', 10)).toHaveLength(1);
  });

  it('keeps the order of sending over a restart', async () => {
    const { post } = await startWithQueue();
    const bodies = Array.from({ length: 20 }, (_, n) => `m${n}`);
    for (const body of bodies) await post(body);
    const { queues } = await bench.restart();
    expect(queues.receive('send', 100).map(({ body }) => body)).toEqual(bodies);
  });

  it('calls an undeclared queue a bug', async () => {
    const { queues } = await startWithQueue();
    expect(() => queues.receive('none', 1)).toThrow('never declared');
  });
});
