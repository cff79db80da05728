import { type Stack, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  Function as Lambda,
  Runtime,
  type Code,
  type ILayerVersion,
} from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Network } from '#core/network.ts';
import type { Inventory, InventoryFunction } from '../inventory/types.ts';
import { statementsOf, type Targets } from './grants.ts';
import { constructId } from './construct-id.ts';
import { functionLogGroup, functionLogRetention } from './naming.ts';

export interface FunctionParts {
  readonly network: Network;
  readonly targets: Targets;
  readonly storageKey: IKey;
  readonly layer: ILayerVersion;
  readonly environment: Readonly<Record<string, string>>;
  readonly code: Code;
  /** Its own queue, when it consumes events. */
  readonly queue?: IQueue;
  /** Where an event goes that it could not handle, when it is invoked without anyone waiting for the answer. */
  readonly failures?: IQueue;
}

/** SES and SNS allow so many a second for the whole account: the sender runs on the fewest workers that AWS accepts. */
const senderConcurrency = 2;

/** Ids of the functions that a schedule or a provider starts: nobody waits for their answer, so failures must be kept. */
export function asynchronousFunctions({ functions, schedules }: Inventory): ReadonlySet<string> {
  const pushed = functions.filter(({ receives }) => receives.length > 0).map(({ id }) => id);
  return new Set([...pushed, ...schedules.map(({ target }) => target)]);
}

/** One Lambda with its own role and its own log group. */
export function createFunction(stack: Stack, one: InventoryFunction, parts: FunctionParts): Lambda {
  const id = constructId(one.id);
  const logGroup = new LogGroup(stack, `${id}Log`, {
    logGroupName: functionLogGroup(parts.network, one.id),
    retention: functionLogRetention,
    encryptionKey: parts.storageKey,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = createRole(stack, one, { ...parts, logGroup });
  const lambda = new Lambda(stack, id, {
    description: `Discretion ${one.id}`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: parts.code,
    memorySize: one.memoryMb,
    timeout: Duration.seconds(one.timeoutSeconds),
    role: role.withoutPolicyUpdates(),
    logGroup,
    layers: [parts.layer],
    environment: parts.environment,
    ...(parts.failures && { deadLetterQueue: parts.failures }),
  });
  if (parts.queue) lambda.addEventSource(eventSource(one, parts.queue));
  return lambda;
}

function eventSource(one: InventoryFunction, queue: IQueue): SqsEventSource {
  const sends = one.grants.some((grant) => 'send' in grant);
  return new SqsEventSource(queue, {
    batchSize: 10,
    reportBatchItemFailures: true,
    ...(sends && { maxConcurrency: senderConcurrency }),
  });
}

/** Exactly the grants of the inventory, and what running takes: its own log, its own queue, its own failures. */
function createRole(
  stack: Stack,
  one: InventoryFunction,
  parts: FunctionParts & { logGroup: LogGroup },
): Role {
  const grants = one.grants.flatMap((grant) => statementsOf(grant, parts.targets));
  const running = [
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], parts.logGroup.logGroupArn),
    ...(parts.queue
      ? [
          allow(
            ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
            parts.queue.queueArn,
          ),
        ]
      : []),
    ...(parts.failures ? [allow(['sqs:SendMessage'], parts.failures.queueArn)] : []),
  ];
  return new Role(stack, `${constructId(one.id)}Role`, {
    description: `Discretion ${one.id}: the grants of its manifest`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      ...(grants.length > 0 && {
        grants: new PolicyDocument({ statements: [...grants], minimize: false }),
      }),
      running: new PolicyDocument({ statements: running, minimize: false }),
    },
  });
}

function allow(actions: string[], resource: string): PolicyStatement {
  return new PolicyStatement({ actions, resources: [resource] });
}
