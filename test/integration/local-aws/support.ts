import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { SESClient } from '@aws-sdk/client-ses';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import {
  startLocalAws,
  type LocalAws,
  type LocalAwsOptions,
} from '../../../infra/local/aws/server.ts';
import type { SnsLambdaEvent, Topic } from '../../../infra/local/aws/pushes.ts';

export interface Pushed {
  readonly topic: Topic;
  readonly event: SnsLambdaEvent;
  /** The JSON of `Sns.Message`. */
  readonly message: unknown;
}

/** A local AWS in a new folder for each test, on a clock that only the test moves. */
export function useLocalAws() {
  const bench = {
    folder: '',
    clock: createSettableClock(),
    /** Real milliseconds, as the sending rate sees them; moved by hand. */
    elapsedMs: 0,
    pushed: [] as Pushed[],
    receiverFails: false,
    aws: undefined as LocalAws | undefined,
    async start(options: Partial<LocalAwsOptions> = {}): Promise<LocalAws> {
      bench.aws = await startLocalAws({
        dataFolder: bench.folder,
        clock: bench.clock,
        monotonicMs: () => bench.elapsedMs,
        onPush(topic, event) {
          if (bench.receiverFails) throw new Error('receiver down');
          bench.pushed.push({ topic, event, message: JSON.parse(event.Records[0].Sns.Message) });
        },
        ...options,
      });
      Object.assign(process.env, bench.aws.environment);
      return bench.aws;
    },
    async restart(): Promise<LocalAws> {
      await bench.aws?.stop();
      return bench.start();
    },
  };
  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), 'local-aws-'));
    const clock = createSettableClock();
    Object.assign(bench, { folder, clock, elapsedMs: 0, pushed: [], receiverFails: false });
  });
  afterEach(async () => {
    await bench.aws?.idle();
    await bench.aws?.stop();
    rmSync(bench.folder, { recursive: true });
  });
  return bench;
}

function createSettableClock() {
  let now = Temporal.Instant.from('2026-11-21T09:00:00Z');
  return {
    now: () => now,
    advance(duration: Temporal.DurationLike) {
      now = now.add(duration);
    },
  };
}

/** Clients that know nothing but the environment, as in production; one attempt, as the senders use them. */
export function createClients() {
  return {
    ses: new SESClient({ maxAttempts: 1 }),
    sns: new SNSClient({ maxAttempts: 1 }),
    sqs: new SQSClient({ maxAttempts: 1 }),
    kms: new KMSClient({ maxAttempts: 1 }),
  };
}
