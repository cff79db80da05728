import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { PublishCommand } from '@aws-sdk/client-sns';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { InboundSms, inboundOf } from '../local/aws/feedback.ts';
import { countRaw, type RawCount } from '../local/raw.ts';
import type { Cloud } from './cloud.ts';

const Emails = z.object({
  messages: z.record(
    z.string(),
    z.array(z.object({ To: z.array(z.string()), Subject: z.string(), BodyText: z.string() })),
  ),
});
const Texts = z.object({
  sms_messages: z.record(z.string(), z.array(z.object({ Message: z.string() }))),
});

/** A message that the emulated providers took, in the words of `GET /_local/outbox`. */
export interface Taken {
  readonly channel: 'EMAIL' | 'SMS';
  readonly to: string | readonly string[];
  readonly subject?: string;
  readonly text: string;
}

/** What SES and SNS have accepted, oldest first within each. */
export async function readOutbox(endpoint: string): Promise<readonly Taken[]> {
  const read = async <T>(path: string, shape: z.ZodType<T>) =>
    shape.parse(await (await fetch(`${endpoint}/_ministack/${path}`)).json());
  const emails = await read('ses/messages', Emails);
  const texts = await read('sns/sms-messages', Texts);
  return [
    ...Object.values(emails.messages)
      .flat()
      .map(({ To, Subject, BodyText }): Taken => ({
        channel: 'EMAIL',
        to: To,
        subject: Subject,
        text: BodyText,
      })),
    ...Object.entries(texts.sms_messages).flatMap(([to, messages]) =>
      messages.map(({ Message }): Taken => ({ channel: 'SMS', to, text: Message })),
    ),
  ];
}

/** A reader answers by SMS: End User Messaging publishes it to the topic of the deployment. */
export async function replyBySms(cloud: Cloud, topicArn: string, body: unknown): Promise<void> {
  const Message = JSON.stringify(inboundOf(InboundSms.parse(body), undefined));
  await cloud.sns.send(new PublishCommand({ TopicArn: topicArn, Message }));
}

/** What tables, queues and logs of the deployment still hold of a text. What was sent has left it. */
export async function searchCloud(cloud: Cloud, text: string): Promise<RawCount> {
  const folder = await mkdtemp(join(tmpdir(), 'discretion-proof-'));
  try {
    await mkdir(join(folder, 'aws/queues'), { recursive: true });
    await mkdir(join(folder, 'logs'));
    const queues = await fetch(`${cloud.endpoint}/_ministack/sqs/messages`);
    await writeFile(join(folder, 'aws/queues/bodies.json'), await queues.text());
    for (const { id, LoggingConfig } of await cloud.functions()) {
      const lines = await cloud.logLines(LoggingConfig.LogGroup);
      await writeFile(join(folder, `logs/${id}.jsonl`), lines.join('\n'));
    }
    const tables = await cloud.tables();
    return await countRaw(text, { client: cloud.dynamo, tables, dataFolder: folder });
  } finally {
    await rm(folder, { recursive: true });
  }
}
