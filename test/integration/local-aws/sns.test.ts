import {
  CheckIfPhoneNumberIsOptedOutCommand,
  ListPhoneNumbersOptedOutCommand,
  OptInPhoneNumberCommand,
  PublishCommand,
} from '@aws-sdk/client-sns';
import { describe, expect, it } from '@jest/globals';
import { createClients, useLocalAws } from './support.ts';

const bench = useLocalAws();
const phone = '+33612345678';

function sms(
  change: { PhoneNumber?: string; Message?: string; sender?: string } = {},
): PublishCommand {
  const { sender = 'VALSERINE', ...rest } = change;
  const text = (value: string) => ({ DataType: 'String', StringValue: value });
  return new PublishCommand({
    PhoneNumber: phone,
    Message: 'Retour attendu : pensez à vos prêts <3 & merci',
    MessageAttributes: {
      'AWS.SNS.SMS.SenderID': text(sender),
      'AWS.SNS.SMS.SMSType': text('Transactional'),
      'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: '0.20' },
    },
    ...rest,
  });
}

describe('SNS Publish', () => {
  it('catches the SMS with its attributes and survives a restart', async () => {
    await bench.start();
    const { MessageId } = await createClients().sns.send(sms());
    const aws = await bench.restart();
    expect(aws.outbox.list({ channel: 'SMS', to: phone })).toEqual([
      {
        channel: 'SMS',
        to: phone,
        from: 'VALSERINE',
        text: 'Retour attendu : pensez à vos prêts <3 & merci',
        headers: {
          'AWS.SNS.SMS.SenderID': 'VALSERINE',
          'AWS.SNS.SMS.SMSType': 'Transactional',
          'AWS.SNS.SMS.MaxPrice': '0.20',
        },
        at: '2026-11-21T09:00:00.000Z',
        messageId: MessageId,
        recipients: [phone],
        tags: {},
      },
    ]);
  });

  it.each([
    [
      { PhoneNumber: '0612345678' },
      'Invalid parameter: PhoneNumber Reason: 0612345678 is not valid to publish to',
    ],
    [{ Message: 'é'.repeat(801) }, 'Invalid parameter: Message too long'],
    [
      { sender: 'un nom trop long' },
      'Invalid parameter: MessageAttributes Reason: AWS.SNS.SMS.SenderID',
    ],
  ])('refuses what SNS refuses: %j', async (change, message) => {
    await bench.start();
    const sending = createClients().sns.send(sms(change));
    await expect(sending).rejects.toMatchObject({ name: 'InvalidParameterException', message });
  });

  it.each([
    ['THROTTLE', 'Throttling', 'Rate exceeded', 400],
    ['REJECT', 'InvalidParameterException', /is not valid to publish to$/u, 400],
    ['PAUSED', 'AuthorizationErrorException', /paused/u, 403],
    ['5XX', 'InternalErrorException', /unknown error/u, 500],
  ] as const)('%s answers %s and takes nothing', async (fail, name, message, httpStatusCode) => {
    const aws = await bench.start();
    aws.setProvider({ channel: 'SMS', fail });
    await expect(createClients().sns.send(sms())).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode },
    });
    expect(aws.outbox.count()).toBe(0);
  });

  it('TIMEOUT cuts the line in the end; dropAfterAccept takes the message first', async () => {
    const aws = await bench.start({ silenceMs: 50 });
    const { sns } = createClients();
    aws.setProvider({ channel: 'SMS', fail: 'TIMEOUT' });
    await expect(sns.send(sms())).rejects.toThrow('socket hang up');
    expect(aws.outbox.count()).toBe(0);
    aws.setProvider({ channel: 'SMS', fail: null, dropAfterAccept: true });
    await expect(sns.send(sms())).rejects.toThrow('socket hang up');
    expect(aws.outbox.count()).toBe(1);
  });

  it('counts message parts in the rate', async () => {
    const aws = await bench.start();
    const { sns } = createClients();
    aws.setProvider({ channel: 'SMS', rate: 3 });
    await sns.send(sms({ Message: 'ê'.repeat(71) })); // UCS-2: two parts
    await expect(sns.send(sms({ Message: 'ê'.repeat(71) }))).rejects.toMatchObject({
      name: 'Throttling',
    });
    await sns.send(sms({ Message: 'e'.repeat(160) })); // GSM-7: one part
  });

  it('has its own quota', async () => {
    const aws = await bench.start();
    const { sns } = createClients();
    aws.setProvider({ channel: 'SMS', dailyQuota: 1 });
    await sns.send(sms());
    await expect(sns.send(sms())).rejects.toMatchObject({
      message: 'Daily message quota exceeded.',
    });
    bench.clock.advance({ hours: 24 });
    await sns.send(sms());
  });
});

describe('what the carrier tells of an SMS afterwards', () => {
  it.each([
    ['DELIVERY', 'SUCCESS', 'Message has been accepted by phone carrier'],
    ['BOUNCE_HARD', 'FAILURE', 'Invalid phone number'],
    ['BOUNCE_SOFT', 'FAILURE', 'Phone is currently unreachable/unavailable'],
    ['OPTED_OUT', 'FAILURE', 'Phone number is opted out'],
  ] as const)(
    '%s is a line of the delivery log with %s',
    async (type, status, providerResponse) => {
      const aws = await bench.start();
      const { MessageId = '' } = await createClients().sns.send(sms({ Message: 'ê'.repeat(71) }));
      await aws.feedback({ messageId: MessageId, type });
      expect(bench.pushed[0]?.topic).toBe('provider-feedback');
      expect(bench.pushed[0]?.message).toMatchObject({
        notification: { messageId: MessageId, timestamp: '2026-11-21 09:00:00.000' },
        delivery: {
          destination: phone,
          numberOfMessageParts: 2,
          smsType: 'Transactional',
          providerResponse,
        },
        status,
      });
    },
  );
});

describe('STOP at the provider', () => {
  it.each(['STOP', ' stop ', 'Arrêt', 'STOP 36180', '« Stop », merci'])(
    '%j opts the number out',
    async (text) => {
      const aws = await bench.start();
      const { sns } = createClients();
      const { MessageId } = await sns.send(sms());
      await aws.inboundSms({ from: phone, text });
      expect(bench.pushed).toHaveLength(1);
      expect(bench.pushed[0]).toMatchObject({
        topic: 'inbound-sms',
        message: {
          originationNumber: phone,
          messageBody: text,
          previousPublishedMessageId: MessageId,
        },
      });
      expect(
        await sns.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: phone })),
      ).toMatchObject({ isOptedOut: true });
      expect((await sns.send(new ListPhoneNumbersOptedOutCommand({}))).phoneNumbers).toEqual([
        phone,
      ]);
    },
  );

  it.each(['stopper le prêt ?', 'Merci !', ''])('%j does not', async (text) => {
    const aws = await bench.start();
    await aws.inboundSms({ from: phone, text });
    const { sns } = createClients();
    expect(
      await sns.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: phone })),
    ).toMatchObject({ isOptedOut: false });
    expect((await sns.send(new ListPhoneNumbersOptedOutCommand({}))).phoneNumbers ?? []).toEqual(
      [],
    );
  });

  it('accepts a later Publish, then says that the phone opted out; also after a restart', async () => {
    const aws = await bench.start();
    await aws.inboundSms({ from: phone, text: 'STOP' });
    const again = await bench.restart();
    const { MessageId } = await createClients().sns.send(sms());
    await again.idle();
    expect(bench.pushed[1]?.message).toMatchObject({
      notification: { messageId: MessageId },
      delivery: { providerResponse: 'Phone number is opted out' },
      status: 'FAILURE',
    });
  });

  it('opts in once every 30 days', async () => {
    const aws = await bench.start();
    const { sns } = createClients();
    const optIn = () => sns.send(new OptInPhoneNumberCommand({ phoneNumber: phone }));
    const check = async () =>
      (await sns.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: phone }))).isOptedOut;
    await aws.inboundSms({ from: phone, text: 'STOP' });
    await optIn();
    expect(await check()).toBe(false);
    await aws.inboundSms({ from: phone, text: 'STOP' });
    await expect(optIn()).rejects.toMatchObject({ name: 'InvalidParameterException' });
    bench.clock.advance({ hours: 30 * 24 });
    await optIn();
    expect(await check()).toBe(false);
  });

  it('lists 100 numbers a page', async () => {
    const aws = await bench.start();
    for (let n = 0; n < 150; n += 1)
      await aws.inboundSms({ from: `+33600000${String(n).padStart(3, '0')}`, text: 'STOP' });
    const { sns } = createClients();
    const first = await sns.send(new ListPhoneNumbersOptedOutCommand({}));
    const second = await sns.send(
      new ListPhoneNumbersOptedOutCommand({ nextToken: first.nextToken }),
    );
    expect([first.phoneNumbers?.length, second.phoneNumbers?.length, second.nextToken]).toEqual([
      100,
      50,
      undefined,
    ]);
  });
});
