import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { createLog } from '#core/log.ts';
import type { Network } from '#core/network.ts';
import { composeLocal } from '../inventory/compose.ts';
import type { Inventory } from '../inventory/types.ts';
import { startLocalAws, type LocalAws, type LocalAwsOptions } from './aws/server.ts';
import { createBackground, type Background } from './background.ts';
import type { SettableClock } from './clock.ts';
import { createMeter } from './consumed.ts';
import { controlRoutes } from './control.ts';
import { createCrash } from './crash.ts';
import type { DataFolder } from './data-folder.ts';
import type { Engine } from './engine.ts';
import { createFront } from './front.ts';
import { openGround, repository, type Closers, type Ground, type LocalOptions } from './ground.ts';
import { openIdentity, type Identity } from './identity.ts';
import type { Endpoints } from './instrument.ts';
import { createInvoke, type Invoke } from './invoke.ts';
import { localNetwork } from './network-file.ts';
import { identityRoutes } from './oauth.ts';
import { pageRoutes } from './pages.tsx';
import { countRaw } from './raw.ts';
import { localMark } from './refusal.ts';
import { createRouter } from './routing.ts';
import { localIds, localRuntime, openLogFile, sealOffCloud, type LocalSetting } from './runtime.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { connectEngine, dropTables, prepareTables } from './tables.ts';

/** A running network on this machine. */
export interface LocalNetwork {
  readonly url: string;
  readonly network: Network;
  readonly inventory: Inventory;
  readonly clock: SettableClock;
  readonly scheduler: Scheduler;
  readonly background: Background;
  readonly identity: Identity;
  readonly aws: LocalAws;
  readonly invoke: Invoke;
  readonly folder: DataFolder;
  /** Keeps the data, unless they are in memory or in a temporary folder. */
  stop(): Promise<void>;
}

/**
 * Starts the whole inventory on this machine, on 127.0.0.1 only. Several may run side by side.
 * @throws StartRefused for what the user can mend: taken port, unwritable folder, missing engine, faulty manifest
 */
export async function startLocal(options: LocalOptions = {}): Promise<LocalNetwork> {
  sealOffCloud();
  const closers: Closers = [];
  const stop = async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  try {
    const ground = await openGround(options, closers);
    return { ...(await openNetwork(ground, closers)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openNetwork(ground: Ground, closers: Closers): Promise<Omit<LocalNetwork, 'stop'>> {
  const { options, inventory, port, folder, engine, clock } = ground;
  const { tablePrefix } = folder;
  const client = connectEngine(engine.endpoint);
  if (options.reset) await dropTables({ client, prefix: tablePrefix });
  await prepareTables({ client, prefix: tablePrefix }, inventory.tables);
  const logs = openLogFile(join(folder.path, 'logs'));
  closers.push(() => logs.close());

  const receive: LocalAwsOptions['onPush'] = async (topic, event) => {
    const receivers = inventory.functions.filter(({ receives }) => receives.includes(topic));
    const outcomes = await Promise.all(receivers.map(({ id }) => invoke({ target: id, event })));
    if (outcomes.some(({ status }) => status !== 'OK'))
      throw new Error(`${topic} was not received`);
  };
  const aws = await startLocalAws({ dataFolder: join(folder.path, 'aws'), clock, onPush: receive });
  closers.push(() => aws.stop());
  declareQueues(aws, inventory);

  const setting: LocalSetting = {
    inventory,
    clock,
    tablePrefix,
    network: localNetwork(ground.networkFile, {
      url: port.url,
      declareKey: (alias) => aws.keys.declare(alias),
    }),
    ids: localIds(clock),
    logSink: logs.sink,
    meter: createMeter(),
    crash: createCrash({ root: ground.root, ...(options.die && { die: options.die }) }),
    endpoints: endpointsOf(engine, aws),
    queueUrl: (name) => aws.queueUrl(name),
    vaultKeyId: aws.keys.declare('alias/discretion'),
  };
  const invoke = createInvoke({
    inventory,
    ids: setting.ids,
    log: createLog(logs.sink),
    load: (fn) => composeLocal(fn, localRuntime(setting, fn)),
  });
  return openSurface({ ground, setting, aws, invoke, client }, closers);
}

interface Inside {
  readonly ground: Ground;
  readonly setting: LocalSetting;
  readonly aws: LocalAws;
  readonly invoke: Invoke;
  readonly client: DynamoDBClient;
}

/** What is seen from outside: time, work that goes on by itself, and HTTP. */
async function openSurface(inside: Inside, closers: Closers): Promise<Omit<LocalNetwork, 'stop'>> {
  const { ground, setting, aws, invoke } = inside;
  const { inventory, folder, clock, port } = ground;
  const { network, meter } = setting;
  const writes = () => meter.writes();
  const background = createBackground({
    inventory,
    invoke,
    clock,
    writes,
    queues: aws.queues,
    deliverPushes: () => aws.deliverPending(),
  });
  const scheduler = createScheduler({
    network,
    clock,
    invoke,
    background,
    writes,
    schedules: inventory.schedules,
    file: join(folder.path, 'schedules.json'),
  });
  const identity = await openIdentity({
    keyFile: join(folder.path, 'keys', 'identity.json'),
    clock,
    issuer: network.identity.issuer,
    audience: network.identity.audience,
    network: network.id,
  });
  const router = createRouter(inventory.routes);
  const localRoutes = {
    ...pageRoutes({ inventory, network }),
    ...identityRoutes(identity),
    ...controlRoutes({
      ...setting,
      clock,
      scheduler,
      background,
      aws,
      identity,
      raw: rawOf(inside),
      health: healthOf(ground),
    }),
  };
  port.serve(
    createFront({
      router,
      localRoutes,
      identity,
      invoke,
      clock,
      ids: setting.ids,
      afterwards: () => background.poke(),
    }),
  );
  closers.push(() => scheduler.close());
  closers.push(() => background.stop());
  if (!clock.held) closers.push(keepTime(scheduler, clock));
  // First of all no new request, and the answers of those that are running.
  closers.push(() => port.close());
  background.poke();
  return {
    url: port.url,
    network,
    inventory,
    clock,
    scheduler,
    background,
    identity,
    aws,
    invoke,
    folder,
  };
}

const rawOf =
  ({ client, ground: { inventory, folder } }: Inside) =>
  (text: string) =>
    countRaw(text, {
      client,
      dataFolder: folder.path,
      tables: inventory.tables.map(({ name }) => folder.tablePrefix + name),
    });

const healthOf = ({ engine }: Ground) => {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')));
  return () => ({ ready: true, engine: engine.kind, version, runtime: localMark });
};

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

const endpointsOf = (engine: Engine, aws: LocalAws): Endpoints => ({
  DynamoDBClient: engine.endpoint,
  KMSClient: aws.url,
  SQSClient: aws.url,
  SESClient: aws.url,
  SNSClient: aws.url,
});

/** Looks every second whether something has come due. @returns how to stop */
function keepTime(scheduler: Scheduler, clock: SettableClock): () => Promise<void> {
  let running: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    const next = scheduler.nextAt();
    if (running || !next || next.epochMilliseconds > clock.now().epochMilliseconds) return;
    running = scheduler.catchUp().finally(() => {
      running = undefined;
    });
  }, 1000);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
