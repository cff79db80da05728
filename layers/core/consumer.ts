import type { SQSBatchResponse } from 'aws-lambda';
import * as z from 'zod';
import type { Handler } from './entry.ts';
import { ChangeEvent } from './events.ts';
import { errorFields } from './log.ts';
import type { Runtime } from './runtime.ts';

const Batch = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

/** A record of a batch, with what it says; a record that says nothing readable has failed before. */
interface Delivery {
  readonly messageId: string;
  readonly event: ChangeEvent;
}

/**
 * A function behind its queue: each record on its own, a failed one is reported and comes back, the others are
 * done (partial batch failure). Delivery is at least once: `apply` must bear repetition.
 */
export function queueFunction(
  runtime: Runtime,
  apply: (event: ChangeEvent) => Promise<void>,
): Handler {
  return consumer(runtime, async (deliveries, attempt) => {
    for (const one of deliveries) await attempt([one], () => apply(one.event));
  });
}

/** The same for what is written at once: when `apply` fails, all that it was given comes back. */
export function queueBatchFunction(
  runtime: Runtime,
  apply: (events: readonly ChangeEvent[]) => Promise<void>,
): Handler {
  return consumer(runtime, (deliveries, attempt) =>
    attempt(deliveries, () => apply(deliveries.map(({ event }) => event))),
  );
}

/** Runs `work`; when it fails, these records come back. */
type Attempt = (deliveries: readonly Delivery[], work: () => Promise<void>) => Promise<void>;

function consumer(
  runtime: Runtime,
  work: (deliveries: readonly Delivery[], attempt: Attempt) => Promise<void>,
): Handler {
  return async (batch): Promise<SQSBatchResponse> => {
    const failed: string[] = [];
    const fail = (ids: readonly string[], error: unknown) => {
      runtime.log.error('QUEUE_RECORD_FAILED', errorFields(error));
      failed.push(...ids);
    };
    const deliveries = Batch.parse(batch).Records.flatMap(({ messageId, body }): Delivery[] => {
      try {
        return [{ messageId, event: ChangeEvent.parse(JSON.parse(body)) }];
      } catch (error) {
        fail([messageId], error);
        return [];
      }
    });
    await work(deliveries, async (of, run) => {
      try {
        await run();
      } catch (error) {
        fail(
          of.map(({ messageId }) => messageId),
          error,
        );
      }
    });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
