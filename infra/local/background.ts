import type { SQSRecord } from 'aws-lambda';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Clock } from '#core/runtime.ts';
import type { Inventory } from '../inventory/types.ts';
import type { Queues } from './aws/queues.ts';
import type { Invoke } from './invoke.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** Work that is on no schedule: the outbox relay and the queues, until nothing is left that can be done now. */
export interface Background {
  /** Does all that can be done now. */
  drain(): Promise<void>;
  /** Something may have changed: a turn of all work soon, one for many calls, and more while there is any. */
  poke(): void;
  /**
   * Nothing runs until the release, and whoever drains waits for it: to measure a function alone, as it is in the cloud,
   * where this work is done in other functions.
   * @returns the release
   */
  hold(): Promise<() => void>;
  /** No more work by itself; resolves when what runs has ended. */
  stop(): Promise<void>;
  /** When the next message that waits becomes visible. */
  nextVisibleAt(): Temporal.Instant | undefined;
}

interface Parts {
  readonly inventory: Inventory;
  readonly queues: Queues;
  readonly invoke: Invoke;
  readonly clock: Clock;
  /** Grows with each write of any function: the relay has work only after one. */
  readonly writes: () => number;
  /** Hands over what the provider could not push before. */
  readonly deliverPushes: () => Promise<number>;
}

/** As an SQS event source of Lambda: batches of ten, several at a time. */
const batchSize = 10;
const concurrentBatches = 4;

/** Milliseconds from a change to the relay, in which others join it. In the cloud it is a minute. */
const collectMs = 100;

export function createBackground(parts: Parts): Background {
  const consumers = parts.inventory.functions.flatMap(({ id, queue }) =>
    queue ? [{ id, queue: queue.name }] : [],
  );
  const relay = createRelay(parts);
  const exclusively = oneAtATime();
  let poked: NodeJS.Timeout | undefined;
  let isStopped = false;

  /** One turn of everything. @returns whether there may be more to do */
  const turn = async () => {
    const hasRelayed = await relay();
    const batches = await Promise.all(consumers.map((consumer) => drainQueue(parts, consumer)));
    return hasRelayed || batches.some((count) => count > 0);
  };
  const drain = async () => {
    await parts.deliverPushes();
    while (await turn());
  };
  const poke = () => {
    if (isStopped) return;
    poked ??= setTimeout(() => {
      void exclusively(async () => {
        poked = undefined;
        await parts.deliverPushes();
        if (!isStopped && (await turn())) poke();
      });
    }, collectMs);
  };
  return {
    drain: () => exclusively(drain),
    poke,
    hold: () =>
      new Promise((held) => {
        void exclusively(() => new Promise<void>(held));
      }),
    stop() {
      isStopped = true;
      clearTimeout(poked);
      return exclusively(() => Promise.resolve());
    },
    nextVisibleAt: () => parts.queues.nextVisibleAt(),
  };
}

/** @returns whether it ran: it has work only after a write */
function createRelay({ inventory, invoke, clock, writes }: Parts): () => Promise<boolean> {
  const target = inventory.functions.find(({ composes }) => composes === 'relay')?.id;
  let relayedWrites = -1;
  return async () => {
    if (!target || relayedWrites === writes()) return false;
    const before = writes();
    const event = { schedule: 'local-relay', at: clock.now().toString({ smallestUnit: 'second' }) };
    const { status } = await invoke({ target, event });
    if (status === 'OK') relayedWrites = before;
    return status === 'OK';
  };
}

/** @returns how many batches were handed over */
async function drainQueue(parts: Parts, consumer: { id: string; queue: string }): Promise<number> {
  let batches = 0;
  const work = async () => {
    for (;;) {
      const records = parts.queues.receive(consumer.queue, batchSize);
      if (records.length === 0) return;
      batches += 1;
      const failed = failedIds(
        records,
        await parts.invoke({ target: consumer.id, event: { Records: records } }),
      );
      const receipts = (isFailed: boolean) =>
        records
          .filter(({ messageId }) => failed.has(messageId) === isFailed)
          .map(({ receiptHandle }) => receiptHandle);
      parts.queues.settle(consumer.queue, receipts(false), receipts(true));
    }
  };
  await Promise.all(Array.from({ length: concurrentBatches }, work));
  return batches;
}

const BatchAnswer = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).default([]),
});

/** Partial batch failure: what the function names, or every record when it failed or answered nonsense. */
function failedIds(
  records: readonly SQSRecord[],
  outcome: Awaited<ReturnType<Invoke>>,
): Set<string> {
  const all = new Set(records.map(({ messageId }) => messageId));
  if (outcome.status !== 'OK') return all;
  const answer = BatchAnswer.safeParse(outcome.value ?? {});
  if (!answer.success) return all;
  const named = answer.data.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return named.every((id) => all.has(id)) ? new Set(named) : all;
}
