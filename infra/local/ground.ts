import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JSONWebKeySet } from 'jose';
import type { Temporal } from 'temporal-polyfill';
import type { Network } from '#core/network.ts';
import { loadInventory } from '../inventory/load.ts';
import type { Inventory } from '../inventory/types.ts';
import { openClock, type SettableClock } from './clock.ts';
import { takeDataFolder, type DataFolder } from './data-folder.ts';
import { startEngine, type Engine } from './engine.ts';
import { readNetworkFile } from './network-file.ts';
import { openPort, type Port } from './port.ts';
import { refusals, StartRefused } from './refusal.ts';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
const demoNetwork = join(repository, 'infra/networks/pays-de-valserine.yaml');

export interface LocalOptions {
  /** Kept over restarts; absent: a temporary one, removed on stop. */
  readonly dataFolder?: string;
  /** Any free one when absent or 0. */
  readonly port?: number;
  readonly networkFile?: string;
  readonly clock?: { readonly start?: Temporal.Instant; readonly held?: boolean };
  /** The engine writes no file. */
  readonly inMemory?: boolean;
  readonly reset?: boolean;
  /** Folder that holds `functions/` (and `layers/`, where crash points are looked up). */
  readonly root?: string;
  /** `DYNAMODB_ENDPOINT`: an engine that is already running. */
  readonly engineEndpoint?: string | undefined;
  /** Keys of the network's own identity provider: its tokens are asked for, and not those of the built-in one. */
  readonly provider?: JSONWebKeySet;
  /** What an armed crash point does; by default the process is killed. */
  readonly die?: () => void;
}

/** What to close at the end, last opened first. */
export type Closers = (() => unknown)[];

/** What the functions stand on. */
export interface Ground {
  readonly options: LocalOptions;
  readonly root: string;
  readonly inventory: Inventory;
  readonly networkFile: Network;
  readonly port: Port;
  readonly folder: DataFolder;
  readonly engine: Engine;
  readonly clock: SettableClock;
}

export async function openGround(options: LocalOptions, closers: Closers): Promise<Ground> {
  const root = options.root ?? repository;
  const networkFile = await readNetworkFile(options.networkFile ?? demoNetwork);
  const port = await openPort(options.port ?? 0);
  closers.push(() => port.close());
  const folder = await takeDataFolder({
    ...(options.dataFolder !== undefined && { path: options.dataFolder }),
    reset: options.reset === true,
  });
  closers.push(() => folder.release());
  const inventory = await readInventory(root);
  const engine = await startEngine({
    external: options.engineEndpoint,
    ...(!options.inMemory && { folder: join(folder.path, 'engine') }),
  });
  closers.push(() => engine.stop());
  const clock = openClock({ file: join(folder.path, 'clock.json'), ...options.clock });
  closers.push(() => clock.close());
  return { options, root, inventory, networkFile, port, folder, engine, clock };
}

async function readInventory(root: string): Promise<Inventory> {
  const loaded = await loadInventory({ root });
  if (loaded.ok) return loaded.value;
  const [first, ...others] = loaded.problem;
  if (!first) throw new Error('an inventory was refused without a reason');
  throw new StartRefused(refusals.manifests(first, others.length));
}
