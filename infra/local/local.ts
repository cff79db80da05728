import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Network } from '#core/network.ts';
import { describeFaults } from '../inventory/check-tree.ts';
import { composeLocal } from '../inventory/compose.ts';
import { loadInventory } from '../inventory/load.ts';
import type { Inventory } from '../inventory/types.ts';
import { startLocalAws, type LocalAws, type LocalAwsOptions } from './aws/server.ts';
import { createBackground, type Background } from './background.ts';
import { openClock, type SettableClock } from './clock.ts';
import { createMeter } from './consumed.ts';
import { controlRoutes } from './control.ts';
import { createCrash } from './crash.ts';
import { takeDataFolder, type DataFolder } from './data-folder.ts';
import { startEngine, type Engine } from './engine.ts';
import { createFront } from './front.ts';
import { limits } from './gateway.ts';
import { openIdentity, type Identity } from './identity.ts';
import { createInvoke, type Invoke } from './invoke.ts';
import { localNetwork, readNetworkFile } from './network-file.ts';
import { identityRoutes } from './oauth.ts';
import { pageRoutes } from './pages.tsx';
import { countRaw } from './raw.ts';
import { localMark, refusals, StartRefused } from './refusal.ts';
import { createRouter } from './routing.ts';
import { localIds, localRuntime, openLogFile, sealOffCloud, type LocalSetting } from './runtime.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { connectEngine, dropTables, prepareTables } from './tables.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

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
  /** What an armed crash point does; by default the process is killed. */
  readonly die?: () => void;
}

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
  const undo: (() => Promise<unknown> | unknown)[] = [];
  try {
    return await assemble(options, undo);
  } catch (error) {
    for (const step of undo.toReversed()) await step();
    throw error;
  }
}
