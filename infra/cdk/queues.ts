import { type Stack, Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { InventoryFunction } from '../inventory/types.ts';
import { constructId } from './construct-id.ts';
import { failureRetention } from './naming.ts';

/** The queue of one subscriber, with the place where its poison messages wait for a human. */
export interface FunctionQueue {
  readonly queue: Queue;
  readonly dead: Queue;
}

/** One queue for each function that consumes events. Messages carry references only, never personal data. */
export function createQueues(
  stack: Stack,
  args: { functions: readonly InventoryFunction[]; key: IKey },
): ReadonlyMap<string, FunctionQueue> {
  const subscribers = args.functions.filter(({ consumes }) => consumes.length > 0);
  return new Map(subscribers.map((one) => [one.id, createFunctionQueue(stack, one, args.key)]));
}

function createFunctionQueue(stack: Stack, one: InventoryFunction, key: IKey): FunctionQueue {
  const dead = createDeadLetterQueue(stack, constructId(one.id, 'dead'), key);
  const queue = new Queue(stack, constructId(one.id, 'queue'), {
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: key,
    enforceSSL: true,
    visibilityTimeout: Duration.seconds(6 * one.timeoutSeconds), // AWS: at least six times the function's timeout
    retentionPeriod: Duration.days(4),
    deadLetterQueue: { queue: dead, maxReceiveCount: 5 },
  });
  return { queue, dead };
}

export function createDeadLetterQueue(stack: Stack, id: string, key: IKey): Queue {
  return new Queue(stack, id, {
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: key,
    enforceSSL: true,
    retentionPeriod: failureRetention,
  });
}
