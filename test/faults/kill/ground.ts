import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Temporal } from 'temporal-polyfill';
import { parse } from 'yaml';
import * as z from 'zod';
import { createLog } from '#core/log.ts';
import { askerOf } from '../../../infra/drill/caller.ts';
import { erase } from '../../../infra/drill/cases.ts';
import { fill, people } from '../../../infra/drill/people.ts';
import { invokerOf } from '../../../infra/drill/restore-drill.ts';
import { bundleFunctions, composeLocal } from '../../../infra/inventory/compose.ts';
import type { Cloud } from '../../../infra/local/cloud.ts';
import { createInvoke } from '../../../infra/local/invoke.ts';
import { openClosed, startLocal } from '../../../infra/local/local.ts';
import { localRuntime } from '../../../infra/local/runtime.ts';
import { prepareTables } from '../../../infra/local/tables.ts';
import { readMark } from '../../../infra/restore/mark.ts';
import {
  dataTables,
  putBack,
  replayAndLift,
  takeBackup,
  type Backup,
} from '../../../infra/restore/restore.ts';
import { overwrite } from '../../../infra/restore/tables.ts';
import type { Errand } from './child.ts';
import { openKiller, type Life } from './killer.ts';
import { live } from './story.ts';

const begins = '2026-11-27T09:00:00+01:00';
const copies = 'copy-';
const functions = ['retention-sweep', 'rights-replay'];
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** A night, or a restore, as if it were this instant. */
export interface Task {
  readonly what: 'NIGHT' | 'RESTORE';
  readonly at: string;
}

export interface KillGround {
  /** Everything that is stored, keys too. */
  state(): Promise<Backup>;
  reset(to: Backup): Promise<void>;
  /** A process that does this errand, and is killed after so many changes or not at all. */
  run(errand: Task, changes?: number): Promise<Life>;
  /** The same, here and to its end: as new functions, that remember nothing. */
  runHere(errand: Task): Promise<void>;
  /** Whether a restore has begun and not ended: nobody is served (RET-20). */
  isShut(): Promise<boolean>;
  stop(): Promise<void>;
}

/**
 * A network that has lived, on the real engine and keys; its data tables were copied, then one reader was erased. What runs
 * afterwards runs in processes of their own.
 */
export async function openKillGround(): Promise<KillGround> {
  const folder = mkdtempSync(join(tmpdir(), 'discretion-kill-'));
  const dataFolder = join(folder, 'data');
  const networkFile = join(folder, 'network.yaml');
  writeFileSync(networkFile, JSON.stringify(oneCommune()));
  const clock = { start: Temporal.Instant.from(begins), held: true };
  const network = await startLocal({ dataFolder, networkFile, clock });
  const ask = askerOf(network);
  const settle = () => network.background.drain();
  await fill(ask, 1);
  await live(ask, settle);
  const prefix = network.folder.tablePrefix;
  const tables = network.inventory.tables.map(({ name }) => name);
  const restorable = dataTables(network.inventory);
  const copied = await takeBackup({ client: network.client, prefix }, restorable);
  await erase(ask, people.erased.patronRef, settle);
  await network.stop();

  const cloud = await openClosed({ dataFolder, networkFile, clock });
  const { client } = cloud;
  await prepareTables(
    { client, prefix: copies },
    cloud.ground.inventory.tables.filter(({ name }) => restorable.includes(name)),
  );
  for (const [name, backup] of copied) await overwrite(client, { table: copies + name, backup });
  const processes = await prepareProcesses(cloud, folder);
  return {
    state: () => takeBackup({ client, prefix }, tables),
    reset: async (to) => {
      for (const [name, backup] of to) await overwrite(client, { table: prefix + name, backup });
    },
    run: ({ what, at }, changes) => {
      const restore = { tables: restorable, prefix, copies };
      return processes.run({ at, ...(what === 'RESTORE' && { restore }) }, changes);
    },
    runHere: async ({ what, at }) => {
      cloud.ground.clock.set(Temporal.Instant.from(at));
      const invoke = invokerOf({ ...cloud, invoke: newFunctions(cloud) });
      if (what === 'NIGHT') {
        await invoke('retention-sweep', { at });
        return;
      }
      await putBack({ client, prefix }, await takeBackup({ client, prefix: copies }, restorable));
      await replayAndLift({ client, prefix }, invoke);
    },
    isShut: async () => (await readMark({ client, prefix })) !== undefined,
    stop: async () => {
      await processes.stop();
      await cloud.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Of the demo, with its first commune alone: another one is the same once more. */
function oneCommune() {
  const demo = here('../../../infra/networks/pays-de-valserine.yaml');
  const { communes, ...rest } = z
    .looseObject({ communes: z.array(z.unknown()) })
    .parse(parse(readFileSync(demo, 'utf8')));
  return { ...rest, communes: communes.slice(0, 1) };
}

const newFunctions = ({ ground, setting }: Cloud) =>
  createInvoke({
    inventory: ground.inventory,
    ids: setting.ids,
    log: createLog(setting.logSink),
    load: (fn) => composeLocal(fn, localRuntime(setting, fn)),
  });

/** Bundles what is deployed, and what is killed. */
async function prepareProcesses(cloud: Cloud, folder: string) {
  const { inventory, networkFile } = cloud.ground;
  const deployed = inventory.functions.filter(({ id }) => functions.includes(id));
  const bundles = join(folder, 'bundles');
  await bundleFunctions({
    inventory: { functions: deployed },
    network: networkFile,
    outdir: bundles,
  });
  const [module, shiftedClock] = [join(folder, 'child.mjs'), join(folder, 'clock.mjs')];
  await build({
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node24', logLevel: 'error' },
    banner: {
      js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);",
    },
    absWorkingDir: resolve(here('.')),
    entryPoints: {
      child: here('child.ts'),
      clock: here('../../../infra/cloud-proof/shifted-clock.ts'),
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  });
  const time = join(folder, 'now.json');
  const variables = deployed.flatMap((fn) =>
    Object.entries(localRuntime(cloud.setting, fn).environment),
  );
  const environment = {
    PATH: process.env['PATH'],
    ...Object.fromEntries(variables),
    NODE_OPTIONS: `--import ${shiftedClock}`,
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
    DISCRETION_STORY_CLOCK: time,
    AWS_REGION: 'eu-west-3',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
  };
  const { engine } = cloud.ground;
  const say = (at: string) => {
    const { epochMilliseconds } = Temporal.Instant.from(at);
    // It stands still: nothing that two runs of the same night write differs by the time it took.
    writeFileSync(time, JSON.stringify([epochMilliseconds, 0, 0]));
  };
  say(begins);
  const services = { engine: engine.endpoint, aws: cloud.aws.url };
  const killer = await openKiller({ ...services, module, environment });
  return {
    run: (errand: Omit<Errand, 'bundles'>, changes?: number): Promise<Life> => {
      say(errand.at);
      return killer.live({ bundles, ...errand }, changes);
    },
    stop: () => killer.stop(),
  };
}
