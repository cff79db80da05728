import type { Clock } from '#core/runtime.ts';
import { account, region, timestamp } from './account.ts';
import {
  FeedbackRequest,
  feedbackOf,
  InboundSms,
  inboundOf,
  isOptOutKeyword,
  type FeedbackType,
} from './feedback.ts';
import { makeFolder } from './folder.ts';
import { startHttp } from './http.ts';
import { createKms } from './kms.ts';
import { openMasterKeys, type MasterKeys } from './master-keys.ts';
import { openOptOuts, type OptOuts } from './opt-outs.ts';
import { openOutbox, type Outbox } from './outbox.ts';
import { openProvider, type Provider, type ProviderChange } from './provider.ts';
import { openPushes, type OnPush, type Pushes } from './pushes.ts';
import { openQueues, type Queues } from './queues.ts';
import { countRaw } from './raw-contains.ts';
import { createSes, sesNamespace } from './ses.ts';
import { createSns, snsNamespace } from './sns.ts';
import { createSqs } from './sqs.ts';

export interface LocalAwsOptions {
  /** Everything durable lives here; made if absent, readable by its owner only. */
  readonly dataFolder: string;
  /** Settable: visibility, delays, the 24-hour quota and all timestamps follow it. */
  readonly clock: Clock;
  /** What SNS would hand to our functions. A rejection is retried by `deliverPending`. */
  readonly onPush: OnPush;
  /** Any free port when absent. */
  readonly port?: number;
  /** How long `fail: 'TIMEOUT'` holds a connection, in real milliseconds. */
  readonly silenceMs?: number;
  /** Real elapsed milliseconds, for the sending rate. */
  readonly monotonicMs?: () => number;
}

export interface LocalAws {
  readonly url: string;
  /** What unmodified SDK clients need in their environment to come here. */
  readonly environment: Readonly<Record<string, string>>;
  readonly outbox: Outbox;
  readonly queues: Queues;
  readonly keys: MasterKeys;
  /** The URL under which clients send to this queue. */
  queueUrl(name: string): string;
  setProvider(change: ProviderChange): void;
  /** @returns false when no such message was caught. Resolves once the event was received; rejects as `onPush` did. */
  feedback(request: FeedbackRequest): Promise<boolean>;
  /** A reader's SMS. STOP and ARRET also opt the number out at the provider. */
  inboundSms(sms: InboundSms): Promise<void>;
  /** To be called when the functions are ready: hands over what a crash left behind. @returns how many events */
  deliverPending(): Promise<number>;
  /** @see MasterKeys.destroy */
  destroyKey(id: string): boolean;
  /** Stored files (mails, SMS, queue bodies, events, opt-outs) that contain this text. */
  rawContains(text: string): number;
  /** Resolves when no event is on its way to `onPush`. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const defaultSilenceMs = 60_000;

/** SES, SNS (SMS), SQS and KMS on one loopback port, for unmodified SDK v3 clients. */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  makeFolder(options.dataFolder);
  const parts = openParts(options);
  const { outbox, queues, keys, provider, pushes, optOuts } = parts;
  const http = await startHttp({
    ...servicesOf(parts, () => http.url, options.clock),
    port: options.port ?? 0,
    silenceMs: options.silenceMs ?? defaultSilenceMs,
  });
  return {
    url: http.url,
    environment: environmentOf(http.url),
    outbox,
    queues,
    keys,
    queueUrl: (name) => queueUrl(http.url, name),
    setProvider: (change) => provider.change(change),
    feedback: (request) => publishFeedback(parts, FeedbackRequest.parse(request), options.clock),
    async inboundSms(sms) {
      const { from, text } = InboundSms.parse(sms);
      if (isOptOutKeyword(text)) optOuts.add(from);
      await pushes.push('inbound-sms', inboundOf({ from, text }, outbox.lastTo(from)));
    },
    deliverPending: () => pushes.deliverPending(),
    destroyKey: (id) => keys.destroy(id),
    rawContains: (text) => countRaw(options.dataFolder, text),
    idle: () => pushes.idle(),
    stop: () => http.stop(),
  };
}

interface Parts {
  readonly outbox: Outbox;
  readonly queues: Queues;
  readonly keys: MasterKeys;
  readonly provider: Provider;
  readonly optOuts: OptOuts;
  readonly pushes: Pushes;
}

function openParts({ dataFolder, clock, onPush, monotonicMs }: LocalAwsOptions): Parts {
  return {
    outbox: openOutbox(dataFolder, clock),
    queues: openQueues(dataFolder, clock),
    keys: openMasterKeys(dataFolder),
    provider: openProvider({
      dataFolder,
      clock,
      monotonicMs: monotonicMs ?? (() => performance.now()),
    }),
    optOuts: openOptOuts(dataFolder, clock),
    pushes: openPushes({ dataFolder, clock, onPush }),
  };
}

function servicesOf(parts: Parts, url: () => string, clock: Clock) {
  const { outbox, provider, optOuts, queues, keys } = parts;
  // Events that the provider sends by itself: what their receiver throws waits in the folder for `deliverPending`.
  const feedback = (messageId: string, types: readonly FeedbackType[]) => {
    for (const type of types)
      publishFeedback(parts, { messageId, type }, clock).catch(() => undefined);
  };
  const refusedByCarrier = (messageId: string) => feedback(messageId, ['OPTED_OUT']);
  return {
    query: [
      {
        version: '2010-12-01',
        namespace: sesNamespace,
        actions: createSes({ outbox, provider, feedback }),
      },
      {
        version: '2010-03-31',
        namespace: snsNamespace,
        actions: createSns({ outbox, provider, optOuts, refusedByCarrier }),
      },
    ],
    json: [
      {
        target: 'AmazonSQS',
        contentType: 'application/x-amz-json-1.0',
        namespace: 'com.amazonaws.sqs',
        actions: createSqs(queues, (name) => queueUrl(url(), name)),
      },
      {
        target: 'TrentService',
        contentType: 'application/x-amz-json-1.1',
        namespace: 'com.amazonaws.kms',
        actions: createKms(keys),
      },
    ],
  };
}

async function publishFeedback(
  parts: Parts,
  request: FeedbackRequest,
  clock: Clock,
): Promise<boolean> {
  const message = parts.outbox.find(request.messageId);
  if (!message) return false;
  if (request.type === 'OPTED_OUT' && message.channel === 'SMS') parts.optOuts.add(message.to);
  await parts.pushes.push('provider-feedback', feedbackOf(message, request.type, timestamp(clock)));
  return true;
}

function queueUrl(url: string, name: string): string {
  return `${url}/${account}/${name}`;
}

function environmentOf(url: string): Readonly<Record<string, string>> {
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SES: url,
    AWS_ENDPOINT_URL_SNS: url,
    AWS_ENDPOINT_URL_SQS: url,
    AWS_ENDPOINT_URL_KMS: url,
  };
}
