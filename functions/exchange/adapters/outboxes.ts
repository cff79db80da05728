import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { chunks } from '#core/chunks.ts';
import { connect, queryPage, removeAttribute } from '#core/dynamo.ts';
import { ChangeEvent } from '#core/events.ts';
import { variable, type Runtime } from '#core/runtime.ts';
import type { RelayPorts } from '../app/ports.ts';

const Pending = z.object({ pk: z.string(), sk: z.string(), ...ChangeEvent.shape });

/** A queue, by its URL, and the event types that go to it; the inventory writes the list. */
const Subscription = z.object({ queue: z.string(), types: z.array(z.string()) });

/** The sparse index `outbox` of every table that the inventory marks, and the queues of the subscribers. */
export function createOutboxes(runtime: Runtime): RelayPorts {
  const store = connect(runtime);
  const queues = runtime.instrument(new SQSClient({}));
  const tables = z.array(z.string()).parse(JSON.parse(variable(runtime, 'OUTBOX_TABLES')));
  const subscriptions = z.array(Subscription).parse(JSON.parse(variable(runtime, 'SUBSCRIPTIONS')));

  return {
    pending: async (limit) => {
      const pages = await Promise.all(
        tables.map(async (table) => {
          const page = await queryPage(store, {
            table,
            index: 'outbox',
            limit,
            schema: Pending,
            where: { expression: 'outbox = :pending', values: { ':pending': 'PENDING' } },
          });
          return page.items.map(({ pk, sk, ...event }) => ({ event, table, key: { pk, sk } }));
        }),
      );
      return pages.flat().sort((a, b) => (a.event.id < b.event.id ? -1 : 1));
    },
    deliver: async (events) => {
      const sendings = subscriptions.flatMap(({ queue, types }) => {
        const awaited = events.filter(({ type }) => types.includes(type));
        return chunks(awaited, batchSize).map((batch) => send(queues, queue, batch));
      });
      await Promise.all(sendings);
    },
    mark: (items) => removeAttribute(store, { attribute: 'outbox', items }),
  };
}

/** What SQS takes at once. */
const batchSize = 10;

async function send(queues: SQSClient, queue: string, events: readonly ChangeEvent[]) {
  const Entries = events.map((event) => ({ Id: event.id, MessageBody: JSON.stringify(event) }));
  const { Failed = [] } = await queues.send(
    new SendMessageBatchCommand({ QueueUrl: queue, Entries }),
  );
  // Not marked, so the next run delivers all of them again.
  if (Failed.length > 0) throw new Error('a queue did not take every event');
}
