import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createLog } from '#core/log.ts';
import { composeLocal } from '../inventory/compose.ts';
import type { Inventory } from '../inventory/types.ts';
import { startLocalAws, type LocalAws, type LocalAwsOptions } from './aws/server.ts';
import { createMeter } from './consumed.ts';
import { createCrash } from './crash.ts';
import type { Closers, Ground } from './ground.ts';
import { createInvoke, type Invoke } from './invoke.ts';
import { localNetwork } from './network-file.ts';
import { localIds, localRuntime, openLogFile, type LocalSetting } from './runtime.ts';
import { connectEngine, dropTables, prepareTables } from './tables.ts';

/** What AWS would hold of the inventory: tables, queues, keys, and functions that can be invoked. */
export interface Cloud {
  readonly ground: Ground;
  readonly setting: LocalSetting;
  readonly aws: LocalAws;
  readonly invoke: Invoke;
  /** Of the runtime itself. */
  readonly client: DynamoDBClient;
}

export async function openCloud(ground: Ground, closers: Closers): Promise<Cloud> {
  const { inventory, folder, clock } = ground;
  const client = await openTables(ground, closers);
  const logs = openLogFile(join(folder.path, 'logs'));
  closers.push(() => {
    logs.close();
  });
  const receive: LocalAwsOptions['onPush'] = async (topic, event) => {
    const receivers = inventory.functions.filter(({ receives }) => receives.includes(topic));
    const outcomes = await Promise.all(receivers.map(({ id }) => invoke({ target: id, event })));
    if (outcomes.every(({ status }) => status === 'OK')) return;
    throw new Error(`${topic} was not received`);
  };
  const aws = await startLocalAws({ dataFolder: join(folder.path, 'aws'), clock, onPush: receive });
  closers.push(() => aws.stop());
  declareQueues(aws, inventory);
  const setting = settingOf(ground, aws, logs.sink);
  const invoke = createInvoke({
    inventory,
    ids: setting.ids,
    log: createLog(logs.sink),
    onInvoked: (functionId) => setting.meter.invoked(functionId),
    load: (fn) => composeLocal(fn, localRuntime(setting, fn)),
  });
  return { ground, setting, aws, invoke, client };
}

async function openTables(ground: Ground, closers: Closers): Promise<DynamoDBClient> {
  const { options, inventory, folder, engine } = ground;
  const client = connectEngine(engine.endpoint);
  const tables = { client, prefix: folder.tablePrefix };
  if (options.reset) await dropTables(tables);
  await prepareTables(tables, inventory.tables);
  if (options.dataFolder === undefined && engine.kind === 'external') {
    closers.push(() => dropTables(tables));
  }
  return client;
}

function settingOf(ground: Ground, aws: LocalAws, logSink: LocalSetting['logSink']): LocalSetting {
  const { options, root, inventory, networkFile, port, folder, engine, clock } = ground;
  const declareKey = (alias: string) => aws.keys.declare(alias);
  return {
    inventory,
    clock,
    logSink,
    tablePrefix: folder.tablePrefix,
    network: localNetwork(networkFile, {
      url: port.url,
      declareKey,
      hasProvider: options.provider !== undefined,
    }),
    ids: localIds(clock),
    meter: createMeter(),
    crash: createCrash({ root, ...(options.die && { die: options.die }) }),
    endpoints: {
      DynamoDBClient: engine.endpoint,
      KMSClient: aws.url,
      SQSClient: aws.url,
      SESClient: aws.url,
      SNSClient: aws.url,
    },
    queueUrl: (name) => aws.queueUrl(name),
    vaultKeyId: declareKey('alias/discretion'),
  };
}

/** As `infra/cdk/queues.ts` declares them. */
function declareQueues(aws: LocalAws, { functions }: Inventory): void {
  for (const { queue, timeoutSeconds } of functions) {
    if (!queue) continue;
    aws.queues.declare(queue.name, {
      visibilitySeconds: 6 * timeoutSeconds,
      maxReceives: 5,
      deadLetterQueue: queue.deadLetters,
    });
  }
}
