import type { SQSBatchResponse } from 'aws-lambda';
import * as z from 'zod';
import type { Handler } from './entry.ts';
import { ChangeEvent } from './events.ts';
import { errorFields } from './log.ts';
import type { Runtime } from './runtime.ts';

const Batch = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

/**
 * A function behind its queue: each record on its own, a failed one is reported and comes back, the others are
 * done (partial batch failure). Delivery is at least once: `apply` must bear repetition.
 */
export function queueFunction(
  runtime: Runtime,
  apply: (event: ChangeEvent) => Promise<void>,
): Handler {
  return async (batch): Promise<SQSBatchResponse> => {
    const failed: string[] = [];
    for (const { messageId, body } of Batch.parse(batch).Records) {
      try {
        await apply(ChangeEvent.parse(JSON.parse(body)));
      } catch (error) {
        runtime.log.error('QUEUE_RECORD_FAILED', errorFields(error));
        failed.push(messageId);
      }
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
