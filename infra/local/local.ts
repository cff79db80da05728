import type { Network } from '#core/network.ts';
import type { Inventory } from '../inventory/types.ts';
import type { LocalAws } from './aws/server.ts';
import type { SettableClock } from './clock.ts';
import { openCloud, type Cloud } from './cloud.ts';
import type { DataFolder } from './data-folder.ts';
import { openGround, type Closers, type LocalOptions } from './ground.ts';
import type { Identity } from './identity.ts';
import type { Invoke } from './invoke.ts';
import { refusals, StartRefused } from './refusal.ts';
import { readMark } from '../restore/mark.ts';
import { sealOffCloud } from './runtime.ts';
import { openSurface, openWork, type Work } from './surface.ts';

/** A running network on this machine. */
export interface LocalNetwork extends Work {
  readonly url: string;
  readonly network: Network;
  readonly inventory: Inventory;
  readonly clock: SettableClock;
  readonly identity: Identity;
  readonly aws: LocalAws;
  readonly invoke: Invoke;
  readonly folder: DataFolder;
  /** Of the runtime itself: bound by no grants. */
  readonly client: Cloud['client'];
  /** Keeps the data, unless they are in memory or in a temporary folder. */
  stop(): Promise<void>;
}

/**
 * Starts the whole inventory on this machine, on 127.0.0.1 only. Several may run side by side.
 * @throws StartRefused for what the user can mend: taken port, unwritable folder, missing engine, faulty manifest
 */
export async function startLocal(options: LocalOptions = {}): Promise<LocalNetwork> {
  return opened((closers) => assemble(options, closers));
}

/** The network with its door shut: functions can be invoked, but nothing listens and nothing runs by itself. */
export function openClosed(options: LocalOptions): Promise<Cloud & Stoppable> {
  return opened(async (closers) => openCloud(await openGround(options, closers), closers));
}

interface Stoppable {
  stop(): Promise<void>;
}

/** Closes what was opened, last first, when it is stopped and when it cannot be opened in whole. */
async function opened<T>(open: (closers: Closers) => Promise<T>): Promise<T & Stoppable> {
  sealOffCloud();
  const closers: Closers = [];
  const stop = async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  try {
    return { ...(await open(closers)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** RET-20: a table that was restored serves nobody before the erasures have been done again in it. */
async function refuseWhileRestoring({ client, ground }: Cloud): Promise<void> {
  const { folder, inventory } = ground;
  if (!inventory.tables.some(({ name }) => name === 'SubjectKeys')) return;
  const mark = await readMark({ client, prefix: folder.tablePrefix });
  if (mark) throw new StartRefused(refusals.restoring(mark.tables));
}

async function assemble(
  options: LocalOptions,
  closers: Closers,
): Promise<Omit<LocalNetwork, 'stop'>> {
  const ground = await openGround(options, closers);
  const cloud = await openCloud(ground, closers);
  await refuseWhileRestoring(cloud);
  const work = openWork(cloud, closers);
  const identity = await openSurface(cloud, work, closers);
  work.background.poke();
  const { inventory, clock, folder, port } = ground;
  const { aws, invoke, setting } = cloud;
  return {
    ...work,
    url: port.url,
    network: setting.network,
    inventory,
    clock,
    identity,
    aws,
    invoke,
    folder,
    client: cloud.client,
  };
}
