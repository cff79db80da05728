import { readFileSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { parse } from 'yaml';
import * as z from 'zod';
import { Network } from '#core/network.ts';
import { describeFaults } from '../inventory/check-tree.ts';
import { bundleFunctions } from '../inventory/compose.ts';
import { loadInventory } from '../inventory/load.ts';
import { openApi } from '../openapi/open-api.ts';
import { createStacks } from './discretion-app.ts';

/** What `cdk synth` and `cdk deploy` run. `-c network=infra/networks/<id>.yaml` chooses the network. */
const root = resolve(import.meta.dirname, '../..');
const build = join(root, '.build');
const say = (line: string) => process.stderr.write(`${line}\n`);

const app = new App();
const network = readNetwork(resolve(root, z.string().parse(app.node.getContext('network'))));
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

function readNetwork(file: string): Network {
  const read = Network.safeParse(parse(readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  say(`${file}\n${z.prettifyError(read.error)}`);
  process.exit(1);
}
