import * as z from 'zod';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { DecryptCommand, GenerateDataKeyCommand } from '@aws-sdk/client-kms';
import { SendRawEmailCommand } from '@aws-sdk/client-ses';
import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createClients, useLocalAws } from './support.ts';

const bench = useLocalAws();
let child: ChildProcessByStdio<null, Readable, null> | undefined;

afterEach(() => {
  child?.kill('SIGKILL');
});

async function startProcess(): Promise<{ queueUrl: string; kill: () => Promise<void> }> {
  const script = fileURLToPath(new URL('./killable.ts', import.meta.url));
  const started = spawn(process.execPath, ['--import', 'tsx', script, bench.folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  const [line] = z
    .tuple([z.string()])
    .parse(await once(createInterface({ input: started.stdout }), 'line'));
  const { QUEUE_URL, ...environment } = z
    .looseObject({ QUEUE_URL: z.string() })
    .parse(JSON.parse(line));
  Object.assign(process.env, environment);
  const kill = async () => {
    started.kill('SIGKILL');
    await once(started, 'exit');
  };
  return { queueUrl: QUEUE_URL, kill };
}

describe('kill -9 in the middle of work', () => {
  it('loses nothing that was answered', async () => {
    const { queueUrl: QueueUrl, kill } = await startProcess();
    const { ses, sns, sqs, kms } = createClients();
    const { CiphertextBlob, Plaintext } = await kms.send(
      new GenerateDataKeyCommand({ KeyId: 'alias/network', KeySpec: 'AES_256' }),
    );
    const answered = { EMAIL: [] as unknown[], SMS: [] as unknown[], queue: [] as string[] };
    const raw = {
      RawMessage: { Data: Buffer.from('Subject: a\r\n\r\nbonjour') },
      Source: 'a@b.example',
    };
    const sendAll = async () => {
      for (let n = 0; ; n += 1) {
        const email = await ses.send(
          new SendRawEmailCommand({ ...raw, Destinations: [`r${n}@example.org`] }),
        );
        answered.EMAIL.push(email.MessageId);
        const sms = await sns.send(
          new PublishCommand({ PhoneNumber: '+33612345678', Message: `m${n}` }),
        );
        answered.SMS.push(sms.MessageId);
        await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `m${n}` }));
        answered.queue.push(`m${n}`);
        if (n === 30) void kill();
      }
    };
    await expect(sendAll()).rejects.toThrow(/socket|ECONN|connect|hang up|closed/iu);

    const aws = await bench.start();
    const caught = (channel: 'EMAIL' | 'SMS') =>
      aws.outbox.list({ channel }).map(({ messageId }) => messageId);
    expect(answered.queue.length).toBeGreaterThan(30);
    expect(caught('EMAIL')).toEqual(expect.arrayContaining(answered.EMAIL));
    expect(caught('SMS')).toEqual(expect.arrayContaining(answered.SMS));
    expect(aws.queues.receive('send', 10_000).map(({ body }) => body)).toEqual(
      expect.arrayContaining(answered.queue),
    );
    const opened = await createClients().kms.send(new DecryptCommand({ CiphertextBlob }));
    expect(opened.Plaintext).toEqual(Plaintext);
  });
});
