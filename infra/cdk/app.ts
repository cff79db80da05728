import { cp, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { Network } from '#core/network.ts';
import { describeFaults } from '../inventory/check-tree.ts';
import { bundleFunctions } from '../inventory/compose.ts';
import { loadInventory } from '../inventory/load.ts';
import { describeNetworkFaults } from '../network/fault.ts';
import { readNetworkFile } from '../network/read.ts';
import { openApi } from '../openapi/open-api.ts';
import { createStacks } from './discretion-app.ts';

/** What `cdk synth` and `cdk deploy` run. `-c network=infra/networks/<id>.yaml` chooses the network. */
const root = resolve(import.meta.dirname, '../..');
const build = join(root, '.build');
const say = (line: string) => process.stderr.write(`${line}\n`);

const app = new App();
const network = await readNetwork(app.node.tryGetContext('network'));
const inventory = await loadInventory({ root });
if (!inventory.ok) {
  say(describeFaults(inventory.problem));
  process.exit(1);
}
const { plugins, functions, routes, tables } = inventory.value;
say(
  `${network.name}: ${plugins.length} plugins, ${functions.length} functions, ${routes.length} routes, ${tables.length} tables`,
);

const bundles = await bundleFunctions({ inventory: inventory.value, network, outdir: build });
const largest = Math.max(0, ...bundles.map(({ bytes }) => bytes));
say(
  `${bundles.length} bundles in .build, the largest ${Math.ceil(largest / 1000)} KB; now the templates and their checks`,
);

const assets = join(build, 'assets');
await cp(join(root, 'layers/assets'), assets, { recursive: true });
await writeFile(join(assets, 'openapi.json'), JSON.stringify(openApi(inventory.value)));

const account = process.env['CDK_DEFAULT_ACCOUNT'];
createStacks(app, {
  network,
  inventory: inventory.value,
  code: (id) => Code.fromAsset(join(build, id)),
  assets,
  ...(account && { account }),
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
app.synth();

async function readNetwork(file: unknown): Promise<Network> {
  if (typeof file !== 'string') {
    say(
      'No network: add -c network=infra/networks/<id>.yaml, or "network" to the context of cdk.json',
    );
    process.exit(1);
  }
  const read = await readNetworkFile(resolve(root, file));
  if (read.ok) return read.value.network;
  say(describeNetworkFaults(read.problem, 'en'));
  process.exit(1);
}
