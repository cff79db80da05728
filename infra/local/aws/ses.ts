import * as z from 'zod';
import { done, fault, hangUp, silence, type Answer } from './answer.ts';
import { simulatedFeedback, type FeedbackType } from './feedback.ts';
import { headerOf, readMail } from './mime.ts';
import type { Outbox, SentEmail } from './outbox.ts';
import type { Provider, Refusal } from './provider.ts';
import { formList, type Form } from './query-protocol.ts';

export const sesNamespace = 'http://ses.amazonaws.com/doc/2010-12-01/';

/** What SES says of an account to which no limit was set here; not enforced. */
const ample = { rate: 10_000, dailyQuota: 10_000_000 };
const maxBytes = 10 * 1024 * 1024;
const maxRecipients = 50;

/** SES's own codes and sentences (sending-facts §3.4). */
const refusals: Readonly<Record<Refusal, Answer>> = {
  THROTTLE: fault('Throttling', 'Maximum sending rate exceeded.'),
  QUOTA: fault('Throttling', 'Daily message quota exceeded.'),
  REJECT: fault('MessageRejected', 'Address blacklisted.'),
  PAUSED: fault(
    'AccountSendingPausedException',
    'Sending paused for this account. For more information, please check the inbox of the email address associated with your AWS account.',
  ),
  '5XX': fault(
    'InternalFailure',
    'The request processing has failed because of an unknown error, exception or failure.',
    500,
  ),
  TIMEOUT: silence,
};

const RawEmail = z.object({
  source: z.string().optional(),
  destinations: z.array(z.string()),
  raw: z.base64().min(1),
  tags: z.array(z.object({ name: z.string(), value: z.string() })),
  configurationSet: z.string().max(64).optional(),
});

export interface SesDependencies {
  readonly outbox: Outbox;
  readonly provider: Provider;
  /** Called once a message is stored, whether or not its answer will arrive; the list may be empty. */
  readonly feedback: (messageId: string, types: readonly FeedbackType[]) => void;
}

export function createSes(
  dependencies: SesDependencies,
): Readonly<Record<string, (form: Form) => Answer>> {
  return {
    SendRawEmail: (form) => sendRawEmail(dependencies, form),
    GetSendQuota: () => {
      const { rate, dailyQuota } = dependencies.provider.settings('EMAIL');
      return done({
        Max24HourSend: (dailyQuota ?? ample.dailyQuota).toFixed(1),
        MaxSendRate: (rate ?? ample.rate).toFixed(1),
        SentLast24Hours: dependencies.provider.sentLast24Hours('EMAIL').toFixed(1),
      });
    },
  };
}

function sendRawEmail({ outbox, provider, feedback }: SesDependencies, form: Form): Answer {
  const email = readEmail(form);
  if (!email)
    return fault('ValidationError', 'The request is not a SendRawEmail of version 2010-12-01.');
  const problem = problemOf(email);
  if (problem) return fault('InvalidParameterValue', problem);

  const simulated = email.recipients.map(simulatedFeedback);
  const counted = simulated.filter((types) => !types).length;
  const refusal = provider.admit('EMAIL', { rate: email.recipients.length, quota: counted });
  if (refusal) return refusals[refusal];
  const { messageId } = outbox.addEmail(email);
  feedback(
    messageId,
    simulated.flatMap((types) => types ?? []),
  );
  return provider.settings('EMAIL').dropAfterAccept ? hangUp : done({ MessageId: messageId });
}

/** The envelope wins over the headers, as at SES: `Destinations` over To, Cc and Bcc, `Source` over From. */
function readEmail(form: Form): SentEmail | undefined {
  const parsed = RawEmail.safeParse(rawEmailOf(form));
  if (!parsed.success) return undefined;
  const { source, destinations, tags, configurationSet } = parsed.data;
  const raw = Buffer.from(parsed.data.raw, 'base64');
  const headers = source && destinations.length > 0 ? {} : readMail(raw).headers;
  return {
    recipients: destinations.length > 0 ? destinations : headerRecipients(headers),
    from: source ?? headerOf(headers, 'from') ?? '',
    raw,
    tags: Object.fromEntries(tags.map(({ name, value }) => [name, value])),
    configurationSet,
  };
}

function rawEmailOf(form: Form) {
  return {
    source: form.get('Source'),
    destinations: formList(form, 'Destinations.member').map((one) => one.get('') ?? ''),
    raw: form.get('RawMessage.Data'),
    tags: formList(form, 'Tags.member').map((one) => ({
      name: one.get('Name'),
      value: one.get('Value'),
    })),
    configurationSet: form.get('ConfigurationSetName'),
  };
}

function headerRecipients(headers: Readonly<Record<string, string>>): string[] {
  return ['to', 'cc', 'bcc']
    .flatMap((name) => (headerOf(headers, name) ?? '').split(','))
    .map((address) => /<([^>]*)>/u.exec(address)?.[1] ?? address.trim())
    .filter(Boolean);
}

function problemOf({ recipients, raw, tags, from }: SentEmail): string | undefined {
  if (recipients.length === 0) return 'No recipients specified';
  if (recipients.length > maxRecipients) return `Recipient count exceeds ${maxRecipients}.`;
  if (raw.length > maxBytes) return `Message length is more than ${maxBytes} bytes long.`;
  const isTag = ([name, value]: [string, string]) =>
    /^[\w-]{1,256}$/u.test(name) && /^[\w.@-]{1,256}$/u.test(value);
  if (!Object.entries(tags).every(isTag)) {
    return "Invalid tag: only alphanumeric ASCII characters, '_', and '-' are allowed.";
  }
  return [from, ...recipients].map(addressProblem).find(Boolean);
}

/** @returns SES's sentence; as SES does, an address in Unicode or without a domain is refused. */
function addressProblem(mailbox: string): string | undefined {
  const address = /<([^>]*)>\s*$/u.exec(mailbox)?.[1] ?? mailbox.trim();
  const at = address.lastIndexOf('@');
  if (at < 0 || at === address.length - 1) return "Missing final '@domain'";
  if (/[\s\p{Cc}]/u.test(address.slice(0, at)))
    return 'Local address contains control or whitespace';
  if (!/^[\x21-\x7e]+$/u.test(address.slice(0, at)))
    return 'Local address contains non-ASCII characters';
  return /^[a-z\d.-]+$/iu.test(address.slice(at + 1))
    ? undefined
    : 'Domain contains illegal character';
}
