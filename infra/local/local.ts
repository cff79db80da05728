import type { Network } from '#core/network.ts';
import type { Inventory } from '../inventory/types.ts';
import type { LocalAws } from './aws/server.ts';
import type { SettableClock } from './clock.ts';
import { openCloud } from './cloud.ts';
import type { DataFolder } from './data-folder.ts';
import { openGround, type Closers, type LocalOptions } from './ground.ts';
import type { Identity } from './identity.ts';
import type { Invoke } from './invoke.ts';
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
    return { ...(await assemble(options, closers)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(
  options: LocalOptions,
  closers: Closers,
): Promise<Omit<LocalNetwork, 'stop'>> {
  const ground = await openGround(options, closers);
  const cloud = await openCloud(ground, closers);
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
  };
}
