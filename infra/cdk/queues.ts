import { type Stack, Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { InventoryFunction } from '../inventory/types.ts';
import { constructId } from './construct-id.ts';
import { failureRetention } from './naming.ts';

/**
 * One queue for each function that consumes events, and one for the poison messages of all, where each remembers the
 * queue that it came from and goes back to. Messages carry references only, never personal data.
 */
export function createQueues(
  stack: Stack,
  args: { functions: readonly InventoryFunction[]; dead: Queue; key: IKey },
): ReadonlyMap<string, Queue> {
  const subscribers = args.functions.filter(({ consumes }) => consumes.length > 0);
  return new Map(
    subscribers.map((one) => [
      one.id,
      new Queue(stack, constructId(one.id, 'queue'), {
        encryption: QueueEncryption.KMS,
        encryptionMasterKey: args.key,
        enforceSSL: true,
        visibilityTimeout: Duration.seconds(6 * one.timeoutSeconds), // AWS: at least six times the function's timeout
        retentionPeriod: Duration.days(4),
        deadLetterQueue: { queue: args.dead, maxReceiveCount: 5 },
      }),
    ]),
  );
}

export function createDeadLetterQueue(stack: Stack, id: string, key: IKey): Queue {
  return new Queue(stack, id, {
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: key,
    enforceSSL: true,
    retentionPeriod: failureRetention,
  });
}
