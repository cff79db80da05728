import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SendRawEmailCommand } from '@aws-sdk/client-ses';
import { describe, expect, it } from '@jest/globals';
import { createClients, useLocalAws } from './support.ts';

const bench = useLocalAws();

async function post(body: string, headers: Record<string, string> = {}) {
  const { url } = bench.aws ?? (await bench.start());
  const answer = await fetch(url, { method: 'POST', body, headers });
  return { status: answer.status, text: await answer.text() };
}

describe('the wire', () => {
  it.each([
    ['', {}, 'InvalidAction'],
    ['Action=SendEmail&Version=2010-12-01', {}, 'InvalidAction'],
    ['Action=SendRawEmail&Version=2010-12-01', {}, 'ValidationError'],
    ['Action=Publish&Version=2010-03-31', {}, 'InvalidParameter'],
    ['{}', { 'x-amz-target': 'AmazonSQS.Nothing' }, 'UnknownOperationException'],
    ['{}', { 'x-amz-target': 'Other' }, 'UnknownOperationException'],
    ['not JSON', { 'x-amz-target': 'TrentService.Decrypt' }, 'ValidationException'],
    ['{}', { 'x-amz-target': 'AmazonSQS.SendMessage' }, 'InvalidParameterValue'],
  ])('answers %j %j with %s', async (body, headers, code) => {
    await bench.start();
    const { status, text } = await post(body, headers);
    expect(status).toBe(400);
    expect(text).toContain(code);
  });

  it('listens on the loopback interface only, on the port asked for', async () => {
    const first = await bench.start();
    expect(new URL(first.url).hostname).toBe('127.0.0.1');
    await first.stop();
    expect((await bench.start({ port: Number(new URL(first.url).port) })).url).toBe(first.url);
  });

  it('writes XML that no message can break out of', async () => {
    await bench.start();
    const body = new URLSearchParams({
      Action: 'Publish',
      Version: '2010-03-31',
      Message: 'a',
      PhoneNumber: '</Message>&',
    });
    expect((await post(body.toString())).text).toContain(
      'PhoneNumber Reason: &lt;/Message&gt;&amp; is not valid',
    );
  });
});

describe('the data folder after a crash', () => {
  it('drops what was half written and never answered', async () => {
    await bench.start();
    const command = new SendRawEmailCommand({
      Source: 'a@b.example',
      Destinations: ['lea@example.org'],
      RawMessage: { Data: Buffer.from('Subject: a\r\n\r\nbonjour') },
    });
    await createClients().ses.send(command);
    const orphan = join(bench.folder, 'outbox', '000000001.eml');
    const half = join(bench.folder, 'outbox', '000000001.json.tmp');
    for (const file of [orphan, half]) writeFileSync(file, 'half');
    const aws = await bench.restart();
    expect([existsSync(orphan), existsSync(half)]).toEqual([false, false]);
    expect(aws.outbox.list()).toHaveLength(1);
  });
});
