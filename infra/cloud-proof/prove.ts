import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { tableVariable } from '#core/runtime.ts';
import { demoStart } from '../local/clock.ts';
import { openIdentity } from '../local/identity.ts';
import { openPort } from '../local/port.ts';
import { loadInventory } from '../inventory/load.ts';
import { readNetworkFile } from '../network/read.ts';
import { openCloud, type Cloud } from './cloud.ts';
import { bootstrap, deploy, readDeployed, writeNetwork, type Site } from './deploy.ts';
import { startEmulator } from './emulator.ts';
import { variablesOf } from './forbidden.ts';
import { createFront } from './front.ts';
import { proveChange, proveDestroy, proveNoChange } from './life.ts';
import type { Proof, Use } from './proof.ts';
import { openStoryClock } from './story-clock.ts';
import { liftUnseenConditions } from './unseen-conditions.ts';
import { proveUse } from './use.ts';

/** Everything from an empty account to an empty account, on loopback; nothing is left running. */
export async function prove(proof: Proof): Promise<void> {
  const { root, build, report } = proof;
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (let next = closers.pop(); next; next = closers.pop()) await next();
  };
  const interrupted = () => void close().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const clock = openStoryClock(join(build, 'clock.json'), demoStart);
    const emulator = await report.step('The emulator starts, on loopback only', async () => {
      const started = await startEmulator({
        python: proof.tools.python,
        folder: build,
        clockFile: clock.file,
      });
      closers.push(() => started.stop());
      return { ...started, words: started.endpoint };
    });
    if (!emulator) return;
    const port = await openPort(0);
    closers.push(() => port.close());
    const site: Site = {
      root,
      build,
      log: proof.log,
      emulator,
      networkFile: join(build, 'network.yaml'),
      assembly: join(build, 'cdk.out'),
    };
    await proveAll({ proof, site, cloud: openCloud(emulator.endpoint), clock, port });
  } finally {
    await close();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

interface Setting {
  readonly proof: Proof;
  readonly site: Site;
  readonly cloud: Cloud;
  readonly clock: Use['clock'];
  readonly port: Awaited<ReturnType<typeof openPort>>;
}

const demoNetwork = 'infra/networks/pays-de-valserine.yaml';

async function proveAll({ proof, site, cloud, clock, port }: Setting): Promise<void> {
  const { root, build, report } = proof;
  const change = { issuer: port.url };
  await rm(site.assembly, { recursive: true, force: true });
  await writeNetwork(join(root, demoNetwork), site, change);
  const read = await readNetworkFile(site.networkFile);
  const inventory = await loadInventory({ root });
  if (!read.ok || !inventory.ok)
    throw new Error('run `npm run check` and `npm run network:check` first');
  const { network } = read.value;
  const identity = await openIdentity({
    keyFile: join(build, 'identity.json'),
    clock: { now: () => Temporal.Now.instant() },
    issuer: port.url,
    audience: network.identity.audience,
    network: network.id,
  });
  const serving: { use?: Use } = {};
  port.serve(createFront(identity, () => serving.use));

  await report.step('cdk bootstrap', async () => {
    await bootstrap(site);
    return { words: 'the account is ready' };
  });
  const first = await report.step('cdk deploy --all, the app of infra/cdk as it is', async () => {
    await deploy(site);
    const functions = await cloud.functions();
    const tables = await cloud.tables();
    return { words: `${functions.length} functions, ${tables.length} tables` };
  });
  if (!first) return;
  const variable = await variablesOf(cloud);
  const use: Use = {
    cloud,
    clock,
    identity,
    network,
    deployed: await readDeployed(site),
    scheduled: [...new Set(inventory.value.schedules.map(({ target }) => target))],
    expiring: inventory.value.tables.flatMap(({ name, ttl }) =>
      ttl === undefined ? [] : [{ TableName: variable(tableVariable(name)), attribute: ttl }],
    ),
    baseUrl: port.url,
  };
  serving.use = use;
  await report.step(
    'Conditions that the emulator cannot see are lifted, the others stay',
    async () => ({
      words: `${await liftUnseenConditions(cloud)} statements on the KMS context and the SES sender (asserted on the templates)`,
    }),
  );
  await proveUse({ proof, site, use });
  await proveNoChange({ proof, site, use });
  await proveChange({ proof, site, use, from: join(root, demoNetwork), change });
  await proveDestroy({ proof, site, use });
}
