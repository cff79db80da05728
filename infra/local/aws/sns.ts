import * as z from 'zod';
import { done, fault, hangUp, silence, type Answer, type Fault } from './answer.ts';
import { smsParts } from './feedback.ts';
import type { OptOuts } from './opt-outs.ts';
import type { Outbox, SentSms } from './outbox.ts';
import type { Provider, Refusal } from './provider.ts';
import { formList, type Form } from './query-protocol.ts';

export const snsNamespace = 'http://sns.amazonaws.com/doc/2010-03-31/';

const pageSize = 100;
const maxBytes = 1600;

const PhoneNumber = z.string().regex(/^\+[1-9]\d{5,14}$/u);
const Attributes = z.object({
  'AWS.SNS.SMS.SenderID': z
    .string()
    .regex(/^(?=.*[A-Za-z])[A-Za-z0-9-]{3,11}$/u)
    .optional(),
  'AWS.SNS.SMS.SMSType': z.enum(['Promotional', 'Transactional']).optional(),
  'AWS.SNS.SMS.MaxPrice': z
    .string()
    .regex(/^\d+(?:\.\d+)?$/u)
    .optional(),
});

export interface SnsDependencies {
  readonly outbox: Outbox;
  readonly provider: Provider;
  readonly optOuts: OptOuts;
  /** The carrier's answer to a message that it will not deliver. */
  readonly refusedByCarrier: (messageId: string) => void;
}

export function createSns(
  dependencies: SnsDependencies,
): Readonly<Record<string, (form: Form) => Answer>> {
  const { optOuts } = dependencies;
  return {
    Publish: (form) => publish(dependencies, form),
    CheckIfPhoneNumberIsOptedOut: (form) =>
      withNumber(form, (number) => done({ isOptedOut: optOuts.has(number) })),
    ListPhoneNumbersOptedOut: (form) => listOptedOut(optOuts, form),
    OptInPhoneNumber: (form) =>
      withNumber(form, (number) =>
        optOuts.optIn(number)
          ? done()
          : invalid('phoneNumber Reason: a phone number may be opted in once every 30 days'),
      ),
  };
}

/** SNS has no daily quota of its own (its spending limit shows in the delivery log): there the sentence is that of SES. */
function refusalOf(refusal: Refusal, number: string): Answer {
  const answers: Readonly<Record<Refusal, Answer>> = {
    THROTTLE: fault('Throttling', 'Rate exceeded'),
    QUOTA: fault('Throttling', 'Daily message quota exceeded.'),
    REJECT: notPublishable(number),
    PAUSED: fault('AuthorizationError', 'SMS sending is paused for this account.', 403),
    '5XX': fault(
      'InternalError',
      'The request processing has failed because of an unknown error, exception or failure.',
      500,
    ),
    TIMEOUT: silence,
  };
  return answers[refusal];
}

function publish(
  { outbox, provider, optOuts, refusedByCarrier }: SnsDependencies,
  form: Form,
): Answer {
  const sms = smsOf(form);
  const problem = problemOf(sms);
  if (problem) return problem;
  const refusal = provider.admit('SMS', { rate: smsParts(sms.text), quota: 1 });
  if (refusal) return refusalOf(refusal, sms.to);
  const { messageId } = outbox.addSms(sms);
  if (optOuts.has(sms.to)) refusedByCarrier(messageId);
  return provider.settings('SMS').dropAfterAccept ? hangUp : done({ MessageId: messageId });
}

function smsOf(form: Form): SentSms {
  const attributes = formList(form, 'MessageAttributes.entry').map((one): [string, string] => [
    one.get('Name') ?? '',
    one.get('Value.StringValue') ?? '',
  ]);
  return {
    to: form.get('PhoneNumber') ?? '',
    text: form.get('Message') ?? '',
    attributes: Object.fromEntries(attributes),
  };
}

/** Like AWS, the sentence repeats the number: whoever writes it to a log leaks it. */
function problemOf({ to, text, attributes }: SentSms): Fault | undefined {
  if (!PhoneNumber.safeParse(to).success) return notPublishable(to);
  if (text === '') return invalid('Empty message');
  if (Buffer.byteLength(text) > maxBytes) return invalid('Message too long');
  const parsed = Attributes.safeParse(attributes);
  return parsed.success
    ? undefined
    : invalid(`MessageAttributes Reason: ${parsed.error.issues[0]?.path.join('.')}`);
}

function listOptedOut(optOuts: OptOuts, form: Form): Answer {
  const start = Number(form.get('nextToken') ?? 0);
  const all = optOuts.list();
  const end = start + pageSize;
  return done({
    phoneNumbers: all.slice(start, end),
    ...(end < all.length && { nextToken: String(end) }),
  });
}

function withNumber(form: Form, answer: (number: string) => Answer): Answer {
  const number = PhoneNumber.safeParse(form.get('phoneNumber'));
  return number.success ? answer(number.data) : invalid('phoneNumber Reason: not an E.164 number');
}

function notPublishable(number: string): Fault {
  return invalid(`PhoneNumber Reason: ${number} is not valid to publish to`);
}

function invalid(reason: string): Fault {
  return fault('InvalidParameter', `Invalid parameter: ${reason}`);
}
