import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { variable, type Runtime } from '#core/runtime.ts';
import type { Ticket } from '../../consent/provides.ts';
import type { Providers, RenderedEmail, RenderedSms } from '../app/ports.ts';
import type { MessageId } from '../domain/message.ts';
import { classifyError, type ProviderOutcome } from '../domain/provider-outcome.ts';

/** Once: a call that the SDK repeats by itself is a message that arrives twice (design §5). */
const once = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

/** Above this price in US dollars a message to one number is not sent. */
const maxPrice = '0.50';

/** The only file of the product that calls `ses:SendRawEmail` and `sns:Publish`. Both want a ticket of the gate. */
export function createProviders(runtime: Runtime): Providers {
  const ses = runtime.instrument(new SESClient(once));
  const sns = runtime.instrument(new SNSClient(once));
  return {
    sendEmail: async (ticket, email, id) => {
      const command = await emailCommand(runtime, { ticket, email, id });
      return attempt(async () => (await ses.send(command)).MessageId);
    },
    sendSms: (ticket, sms) =>
      attempt(async () => (await sns.send(smsCommand(runtime, ticket, sms))).MessageId),
  };
}

/** NOT-09: one destination, taken from the ticket. */
async function emailCommand(
  runtime: Runtime,
  args: { ticket: Ticket; email: RenderedEmail; id: MessageId },
) {
  const { ticket, email, id } = args;
  // With the first mail, not at each start: the writer of mails is a third of this function's code.
  const { asciiAddress, bareAddress, mailDate, writeMime } = await import('./mime.ts');
  const { emailFrom } = runtime.network.sender;
  const to = asciiAddress(ticket.delivery().to);
  const source = bareAddress(emailFrom);
  const raw = await writeMime({
    from: emailFrom,
    to,
    email,
    messageId: `<${runtime.ids.uuid()}@${source.slice(source.lastIndexOf('@') + 1)}>`,
    date: mailDate(runtime.clock.now()),
  });
  return new SendRawEmailCommand({
    Source: source,
    Destinations: [to],
    RawMessage: { Data: raw },
    ConfigurationSetName: variable(runtime, 'CONFIGURATION_SET'),
    // Opaque, so that a bounce finds its message without an address (GOV-15).
    Tags: [
      { Name: 'notification', Value: id.notificationId },
      { Name: 'attempt', Value: String(id.attempt) },
    ],
  });
}

function smsCommand(runtime: Runtime, ticket: Ticket, sms: RenderedSms) {
  const text = (value: string) => ({ DataType: 'String', StringValue: value });
  return new PublishCommand({
    PhoneNumber: ticket.delivery().to,
    Message: sms.text,
    MessageAttributes: {
      'AWS.SNS.SMS.SenderID': text(runtime.network.sender.smsSenderId), // NOT-17
      'AWS.SNS.SMS.SMSType': text('Transactional'),
      'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: maxPrice },
    },
  });
}

async function attempt(call: () => Promise<string | undefined>): Promise<ProviderOutcome> {
  try {
    const providerId = await call();
    return providerId === undefined
      ? { state: 'UNKNOWN', reason: 'NO_ANSWER' }
      : { state: 'SENT', providerId };
  } catch (error) {
    return classifyError(error);
  }
}
