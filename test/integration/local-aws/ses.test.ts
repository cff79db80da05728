import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetSendQuotaCommand,
  SendRawEmailCommand,
  type SendRawEmailCommandInput,
} from '@aws-sdk/client-ses';
import { describe, expect, it } from '@jest/globals';
import MailComposer from 'nodemailer/lib/mail-composer';
import { createClients, useLocalAws } from './support.ts';

const bench = useLocalAws();

/** RFC 8058 */
const unsubscribe = {
  'List-Unsubscribe': '<https://valserine.example/u/jeton>',
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
};

async function compose(): Promise<Buffer> {
  return new MailComposer({
    from: 'Médiathèque <bonjour@valserine.example>',
    to: 'lea@example.org',
    subject: 'Votre réservation est prête',
    text: 'Bonjour Léa, à bientôt.',
    html: '<p>Bonjour Léa, à bientôt.</p>',
    headers: unsubscribe,
  })
    .compile()
    .build();
}

async function email(change: Partial<SendRawEmailCommandInput> = {}): Promise<SendRawEmailCommand> {
  return new SendRawEmailCommand({
    Source: 'Médiathèque <bonjour@valserine.example>',
    Destinations: ['lea@example.org'],
    RawMessage: { Data: await compose() },
    Tags: [{ Name: 'ref', Value: 'Ab_9' }],
    ConfigurationSetName: 'notices',
    ...change,
  });
}

describe('SES SendRawEmail', () => {
  it('catches the whole message and gives an id of the SES form', async () => {
    const aws = await bench.start();
    const raw = await compose();
    const { MessageId } = await createClients().ses.send(
      await email({ RawMessage: { Data: raw } }),
    );
    expect(MessageId).toMatch(/^[\da-f]{16}-[\da-f-]{36}-000000$/u);
    const [caught, ...others] = aws.outbox.list();
    expect(others).toEqual([]);
    expect(caught).toMatchObject({
      channel: 'EMAIL',
      to: 'lea@example.org',
      from: 'Médiathèque <bonjour@valserine.example>',
      subject: 'Votre réservation est prête',
      text: 'Bonjour Léa, à bientôt.',
      html: '<p>Bonjour Léa, à bientôt.</p>',
      raw: raw.toString(),
      at: '2026-11-21T09:00:00.000Z',
      messageId: MessageId,
      tags: { ref: 'Ab_9' },
      configurationSet: 'notices',
    });
    expect(caught?.headers).toMatchObject(unsubscribe);
  });

  it('survives a restart, in order, and forgets every byte when emptied', async () => {
    const before = await bench.start();
    const { ses } = createClients();
    await ses.send(await email());
    await ses.send(await email({ Destinations: ['max@example.org'] }));
    const sent = before.outbox.list();

    const after = await bench.restart();
    expect(after.outbox.list()).toEqual(sent);
    await createClients().ses.send(await email({ Destinations: ['zoe@example.org'] }));
    expect(after.outbox.list().map(({ to }) => to)).toEqual([
      'lea@example.org',
      'max@example.org',
      'zoe@example.org',
    ]);
    expect(after.outbox.list({ channel: 'EMAIL', to: 'max@example.org' })).toHaveLength(1);
    expect(after.outbox.count({ channel: 'SMS' })).toBe(0);

    expect(after.rawContains('Bonjour Léa')).toBe(3);
    after.outbox.clear();
    expect(after.outbox.list()).toEqual([]);
    expect(after.rawContains('Bonjour Léa')).toBe(0);
    expect(after.rawContains('example.org')).toBe(0);
  });

  it('takes recipients and sender from the headers when the envelope has none', async () => {
    const aws = await bench.start();
    const { Source: _source, Destinations: _destinations, ...bare } = (await email()).input;
    await createClients().ses.send(new SendRawEmailCommand(bare));
    expect(aws.outbox.list()[0]).toMatchObject({ to: 'lea@example.org' });
  });

  it.each([
    [{ Destinations: ['lea'] }, "Missing final '@domain'"],
    [{ Destinations: ['léa@example.org'] }, 'Local address contains non-ASCII characters'],
    [{ Destinations: ['lea@médiathèque.example'] }, 'Domain contains illegal character'],
    [
      { Destinations: Array.from({ length: 51 }, (_, n) => `r${n}@example.org`) },
      'Recipient count exceeds 50.',
    ],
    [{ Tags: [{ Name: 'ref', Value: 'é' }] }, /^Invalid tag/u],
  ])('refuses what SES refuses: %j', async (change, message) => {
    const aws = await bench.start();
    const sending = createClients().ses.send(await email(change));
    await expect(sending).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringMatching(message),
    });
    expect(aws.outbox.count()).toBe(0);
  });

  it('keeps everything readable by its owner only', async () => {
    await bench.start();
    await createClients().ses.send(await email());
    for (const entry of readdirSync(bench.folder, { recursive: true, encoding: 'utf8' })) {
      expect(statSync(join(bench.folder, entry)).mode & 0o077).toBe(0);
    }
  });
});

describe('the e-mail provider at fault', () => {
  it.each([
    ['THROTTLE', 'Throttling', 'Maximum sending rate exceeded.', 400],
    ['REJECT', 'MessageRejected', 'Address blacklisted.', 400],
    ['PAUSED', 'AccountSendingPausedException', /^Sending paused/u, 400],
    ['5XX', 'InternalFailure', /unknown error/u, 500],
  ] as const)('%s answers %s and takes nothing', async (fail, name, message, httpStatusCode) => {
    const aws = await bench.start();
    const { ses } = createClients();
    aws.setProvider({ fail });
    await expect(ses.send(await email())).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode },
    });
    expect(aws.outbox.count()).toBe(0);
    aws.setProvider({ fail: null });
    await ses.send(await email());
    expect(aws.outbox.count()).toBe(1);
  });

  it('TIMEOUT gives no answer until the line is cut', async () => {
    const aws = await bench.start({ silenceMs: 50 });
    aws.setProvider({ channel: 'EMAIL', fail: 'TIMEOUT' });
    await expect(createClients().ses.send(await email())).rejects.toThrow('socket hang up');
    expect(aws.outbox.count()).toBe(0);
  });

  it('TIMEOUT outlasts a client that gives up', async () => {
    const aws = await bench.start();
    aws.setProvider({ fail: 'TIMEOUT' });
    const sending = createClients().ses.send(await email(), {
      abortSignal: AbortSignal.timeout(50),
    });
    await expect(sending).rejects.toMatchObject({ name: expect.stringMatching(/Abort|Timeout/u) });
  });

  it('dropAfterAccept takes the message, then breaks the line', async () => {
    const aws = await bench.start();
    aws.setProvider({ dropAfterAccept: true });
    await expect(createClients().ses.send(await email())).rejects.toThrow('socket hang up');
    expect(aws.outbox.count()).toBe(1);
  });

  it('keeps its settings over a restart, channel by channel', async () => {
    const aws = await bench.start();
    aws.setProvider({ channel: 'SMS', fail: 'PAUSED' });
    aws.setProvider({ channel: 'EMAIL', fail: 'REJECT' });
    await bench.restart();
    await expect(createClients().ses.send(await email())).rejects.toMatchObject({
      name: 'MessageRejected',
    });
  });
});

describe('the e-mail provider at its limits', () => {
  it('lets one second of mail through, then fills up with real time, whatever the simulated day', async () => {
    const aws = await bench.start();
    const { ses } = createClients();
    aws.setProvider({ rate: 2 });
    const exceeded = 'Maximum sending rate exceeded.';
    await ses.send(await email());
    await ses.send(await email());
    await expect(ses.send(await email())).rejects.toThrow(exceeded);
    bench.clock.advance({ hours: 24 });
    await expect(ses.send(await email())).rejects.toThrow(exceeded);
    bench.elapsedMs += 500;
    await ses.send(await email());
    await expect(ses.send(await email())).rejects.toThrow(exceeded);
    expect(aws.outbox.count()).toBe(3);
  });

  it('counts the quota over any 24 hours of the settable clock, over a restart, and tells GetSendQuota', async () => {
    const aws = await bench.start();
    aws.setProvider({ dailyQuota: 2, rate: 14 });
    await createClients().ses.send(await email());
    bench.clock.advance({ hours: 23 });
    await createClients().ses.send(await email());
    await bench.restart();
    const { ses } = createClients();
    const overQuota = { name: 'Throttling', message: 'Daily message quota exceeded.' };
    await expect(ses.send(await email())).rejects.toMatchObject(overQuota);
    expect(await ses.send(new GetSendQuotaCommand({}))).toMatchObject({
      Max24HourSend: 2,
      MaxSendRate: 14,
      SentLast24Hours: 2,
    });
    bench.clock.advance({ hours: 1 });
    await ses.send(await email());
    await expect(ses.send(await email())).rejects.toMatchObject(overQuota);
    bench.clock.advance({ hours: 24 });
    expect(await ses.send(new GetSendQuotaCommand({}))).toMatchObject({ SentLast24Hours: 0 });
  });

  it('does not count the simulator in the quota', async () => {
    const aws = await bench.start();
    aws.setProvider({ dailyQuota: 0 });
    await createClients().ses.send(
      await email({ Destinations: ['success+1@simulator.amazonses.com'] }),
    );
    expect(aws.outbox.count()).toBe(1);
  });
});

describe('what SES tells of a message afterwards', () => {
  it.each([
    [
      'BOUNCE_HARD',
      { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bounceSubType: 'General' } },
    ],
    [
      'BOUNCE_SOFT',
      { eventType: 'Bounce', bounce: { bounceType: 'Transient', bounceSubType: 'MailboxFull' } },
    ],
    ['OPTED_OUT', { eventType: 'Bounce', bounce: { bounceSubType: 'OnAccountSuppressionList' } }],
    [
      'COMPLAINT',
      {
        eventType: 'Complaint',
        complaint: { complaintFeedbackType: 'abuse', complaintSubType: null },
      },
    ],
    ['DELIVERY', { eventType: 'Delivery', delivery: { recipients: ['lea@example.org'] } }],
  ] as const)(
    '%s arrives as a configuration-set event with the message tags',
    async (type, expected) => {
      const aws = await bench.start();
      const { MessageId = '' } = await createClients().ses.send(await email());
      expect(await aws.feedback({ messageId: MessageId, type })).toBe(true);
      const [pushed] = bench.pushed;
      expect(pushed?.topic).toBe('provider-feedback');
      expect(pushed?.event.Records[0]).toMatchObject({
        EventSource: 'aws:sns',
        Sns: { Type: 'Notification' },
      });
      expect(pushed?.message).toMatchObject({
        ...expected,
        mail: {
          messageId: MessageId,
          destination: ['lea@example.org'],
          tags: {
            ref: ['Ab_9'],
            'ses:configuration-set': ['notices'],
            'ses:from-domain': ['valserine.example'],
          },
        },
      });
    },
  );

  it.each([
    ['bounce@simulator.amazonses.com', ['Bounce']],
    ['bounce+42@simulator.amazonses.com', ['Bounce']],
    ['complaint@simulator.amazonses.com', ['Delivery', 'Complaint']],
    ['lea@example.org', []],
  ])('mail to %s is followed by %j', async (address, expected) => {
    const aws = await bench.start();
    await createClients().ses.send(await email({ Destinations: [address] }));
    await aws.idle();
    expect(bench.pushed.map(({ message }) => message)).toMatchObject(
      expected.map((eventType) => ({ eventType })),
    );
  });

  it('says that it knows no such message', async () => {
    const aws = await bench.start();
    expect(await aws.feedback({ messageId: 'none', type: 'DELIVERY' })).toBe(false);
    expect(bench.pushed).toEqual([]);
  });

  it('hands over again, with the same id, what a failing receiver did not take, also after a restart; at most 3 times', async () => {
    const aws = await bench.start();
    const { MessageId = '' } = await createClients().ses.send(await email());
    bench.receiverFails = true;
    await expect(aws.feedback({ messageId: MessageId, type: 'BOUNCE_HARD' })).rejects.toThrow(
      'receiver down',
    );
    const again = await bench.restart();
    expect(await again.deliverPending()).toBe(0);
    bench.receiverFails = false;
    expect(await again.deliverPending()).toBe(1);
    expect(bench.pushed).toHaveLength(1);
    expect(await again.deliverPending()).toBe(0);

    bench.receiverFails = true;
    await expect(again.feedback({ messageId: MessageId, type: 'DELIVERY' })).rejects.toThrow(
      'receiver down',
    );
    await again.deliverPending();
    await again.deliverPending();
    bench.receiverFails = false;
    expect(await again.deliverPending()).toBe(0);
  });
});
