import type { Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  Code,
  LayerVersion,
  Runtime,
  type Function as Lambda,
} from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Network } from '#core/network.ts';
import type { Inventory, InventoryFunction } from '../inventory/types.ts';
import { createApi } from './api.ts';
import { environmentOf } from './environment.ts';
import { asynchronousFunctions, createFunction } from './functions.ts';
import type { Targets } from './grants.ts';
import { arnOf } from './naming.ts';
import { createDeadLetterQueue, createQueues } from './queues.ts';
import { createSchedules } from './schedules.ts';
import { createSending, subscribeReceivers, type Sending } from './sending.ts';
import type { Stateful } from './stateful.ts';

/** Where the code of a function comes from: its bundle, or a stub in the tests. */
export type CodeOf = (functionId: string) => Code;

export interface Stateless {
  readonly lambdas: ReadonlyMap<string, Lambda>;
  readonly queues: ReadonlyMap<string, Queue>;
  /** Messages that no function could handle. */
  readonly dead: Queue;
  /** Runs of schedules and pushes that failed: no queue could take them back. */
  readonly failures: Queue;
  readonly api: HttpApi;
}

export interface StatelessInput {
  readonly network: Network;
  readonly inventory: Inventory;
  readonly stateful: Stateful;
  readonly code: CodeOf;
  /** Folder of the published layer. */
  readonly assets: string;
}

/** All that can be thrown away and made again: functions, queues, routes, schedules, topics. */
export function fillStateless(stack: Stack, input: StatelessInput): Stateless {
  const { network, inventory, stateful } = input;
  // By its ARN, so that nothing made here writes itself into the policy of a key of the other stack.
  const key = Key.fromKeyArn(stack, 'StorageKey', stateful.storageKey.keyArn);
  const dead = createDeadLetterQueue(stack, 'DeadLetters', key);
  const queues = createQueues(stack, { functions: inventory.functions, dead, key });
  const failures = createDeadLetterQueue(stack, 'Failures', key);
  const sending = createSending(stack, network, key);
  const lambdas = createFunctions(stack, { ...input, key, queues, failures, sending });
  const api = createApi(stack, { network, routes: inventory.routes, lambdas, key });
  createSchedules(stack, { network, schedules: inventory.schedules, functions: lambdas, failures });
  subscribeReceivers({ functions: inventory.functions, lambdas, topics: sending.topics, failures });
  return { lambdas, queues, dead, failures, api };
}

interface FunctionsInput extends StatelessInput {
  readonly key: IKey;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly failures: Queue;
  readonly sending: Sending;
}

function createFunctions(stack: Stack, input: FunctionsInput): ReadonlyMap<string, Lambda> {
  const { network, inventory, stateful, queues, failures } = input;
  const targets = targetsOf(stack, input);
  const layer = createLayer(stack, input.assets);
  const asynchronous = asynchronousFunctions(inventory);
  const sources = {
    stateful,
    queues,
    tables: inventory.tables,
    functions: inventory.functions,
    configurationSet: input.sending.configurationSet.configurationSetName,
  };
  const make = (one: InventoryFunction) => {
    const own = queues.get(one.id);
    return createFunction(stack, one, {
      network,
      targets,
      layer,
      storageKey: input.key,
      environment: environmentOf(stack, one, sources),
      code: input.code(one.id),
      ...(own && { queue: own }),
      ...(asynchronous.has(one.id) && { failures }),
    });
  };
  return new Map(inventory.functions.map((one) => [one.id, make(one)]));
}

function targetsOf(
  stack: Stack,
  { network, inventory, stateful, queues, sending }: FunctionsInput,
): Targets {
  const tables = inventory.tables.flatMap(({ name, indexes }) => {
    const table = stateful.tables.get(name);
    return table
      ? [[name, { arn: table.tableArn, indexes: Object.keys(indexes ?? {}) }] as const]
      : [];
  });
  return {
    network,
    tables: new Map(tables),
    vaultKeyArn: stateful.vaultKey.keyArn,
    subscriberQueueArns: [...queues.values()].map(({ queueArn }) => queueArn),
    identityArn: sending.identity.emailIdentityArn,
    configurationSetArn: arnOf(
      stack,
      'ses',
      `configuration-set/${sending.configurationSet.configurationSetName}`,
    ),
  };
}

function createLayer(stack: Stack, assets: string): LayerVersion {
  return new LayerVersion(stack, 'Assets', {
    description: 'Discretion: what functions read from /opt (layers/assets/README.md)',
    code: Code.fromAsset(assets),
    compatibleRuntimes: [Runtime.NODEJS_24_X],
    compatibleArchitectures: [Architecture.ARM_64],
  });
}
