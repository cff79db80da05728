import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Temporal } from 'temporal-polyfill';
import { createLog } from '#core/log.ts';
import type { PluginManifest } from '#core/manifest.ts';
import type { Network } from '#core/network.ts';
import { tableVariable, type Runtime } from '#core/runtime.ts';
import { startLocalAws } from '../../infra/local/aws/server.ts';
import { startEngine } from '../../infra/local/engine.ts';
import { readNetworkFile } from '../../infra/local/network-file.ts';
import { localIds } from '../../infra/local/runtime.ts';
import { connectEngine, prepareTables } from '../../infra/local/tables.ts';

const demoNetwork = fileURLToPath(
  new URL('../../infra/networks/pays-de-valserine.yaml', import.meta.url),
);

/** For a step of a sweep whose lines are looked at as it returns them. */
export const unrecorded = (): Promise<void> => Promise.resolve();

/** The real engine and keys for the tables of some plugins, on a clock that a test sets. */
export interface TestGround {
  /** A new function in a new process would see this: same store, empty caches. */
  runtime(changes?: Partial<Runtime>): Runtime;
  setNow(instant: string): void;
  /** Every line that was logged. */
  readonly logged: string[];
  readonly network: Network;
  readonly client: ReturnType<typeof connectEngine>;
  stop(): Promise<void>;
}

/** Without grants or queues: those are the local network's (`network.ts`). */
export async function openTestGround(args: {
  manifests: readonly PluginManifest[];
  now: string;
}): Promise<TestGround> {
  let now = Temporal.Instant.from(args.now);
  const clock = { now: () => now };
  const folder = mkdtempSync(join(tmpdir(), 'discretion-test-'));
  const [engine, aws, network] = await Promise.all([
    startEngine({}),
    startLocalAws({ dataFolder: folder, clock, onPush: () => Promise.resolve() }),
    readNetworkFile(demoNetwork),
  ]);
  Object.assign(process.env, aws.environment, { AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint });
  const client = connectEngine(engine.endpoint);
  const tables = args.manifests.flatMap(({ name, tables: own }) =>
    Object.entries(own ?? {}).map(([table, spec]) => ({ ...spec, name: table, plugin: name })),
  );
  await prepareTables({ client, prefix: '' }, tables);
  const logged: string[] = [];
  const environment = {
    ...Object.fromEntries(tables.map(({ name }) => [tableVariable(name), name])),
    VAULT_KEY_ID: aws.keys.declare('alias/vault'),
  };
  return {
    network,
    client,
    logged,
    setNow: (instant) => {
      now = Temporal.Instant.from(instant);
    },
    runtime: (changes = {}) => ({
      network,
      clock,
      ids: localIds(clock),
      randomBytes: (length) => randomBytes(length),
      environment,
      log: createLog((line) => void logged.push(line)),
      instrument: (one) => one,
      reached: () => undefined,
      ...changes,
    }),
    stop: async () => {
      client.destroy();
      await Promise.all([engine.stop(), aws.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
