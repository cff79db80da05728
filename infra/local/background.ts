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
  /** Something may have changed: drains soon, once for many calls. */
  poke(): void;
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

export function createBackground(parts: Parts): Background {
  const consumers = parts.inventory.functions.flatMap(({ id, queue }) =>
    queue ? [{ id, queue: queue.name }] : [],
  );
  const relay = createRelay(parts);
  const exclusively = oneAtATime();
  let isPoked = false;
  let isStopped = false;

  const drain = async () => {
    await parts.deliverPushes();
    for (let batches = 1; batches > 0;) {
      await relay();
      const counts = await Promise.all(consumers.map((consumer) => drainQueue(parts, consumer)));
      batches = counts.reduce((sum, count) => sum + count, 0);
    }
  };
  return {
    drain: () => exclusively(drain),
    poke() {
      if (isPoked) return;
      isPoked = true;
      void exclusively(() => {
        isPoked = isStopped;
        return isStopped ? Promise.resolve() : drain();
      });
    },
    stop() {
      isStopped = true;
      return exclusively(() => Promise.resolve());
    },
    nextVisibleAt: () => parts.queues.nextVisibleAt(),
  };
}

/** Runs the relay until a run writes nothing more: then the outbox is empty, or what is left cannot be sent now. */
function createRelay({ inventory, invoke, clock, writes }: Parts): () => Promise<void> {
  const target = inventory.functions.find(({ composes }) => composes === 'relay')?.id;
  let relayedWrites = -1;
  return async () => {
    while (target && relayedWrites !== writes()) {
      const before = writes();
      const event = {
        schedule: 'local-relay',
        at: clock.now().toString({ smallestUnit: 'second' }),
      };
      if ((await invoke({ target, event })).status !== 'OK') return;
      relayedWrites = before;
    }
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
