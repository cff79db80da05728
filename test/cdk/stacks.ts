import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { parse } from 'yaml';
import * as z from 'zod';
import { Network } from '#core/network-schema.ts';
import { createStacks } from '../../infra/cdk/discretion-app.ts';
import type { Stacks } from '../../infra/cdk/stacks.ts';
import { describeFaults } from '../../infra/inventory/check-tree.ts';
import { loadInventory } from '../../infra/inventory/load.ts';
import type { Inventory } from '../../infra/inventory/types.ts';
import { fixture } from './fixture.ts';

export const root = resolve(import.meta.dirname, '../..');

export const network: Network = Network.parse(
  parse(readFileSync(join(root, 'infra/networks/pays-de-valserine.yaml'), 'utf8')),
);

const { context } = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')));

/** The setting of `cdk.json`. The schema validation of CloudFormation takes a second: `findings.test.ts` asks for it. */
export function makeApp(args: { validates: boolean } = { validates: false }): App {
  return new App({ context, builtinCloudFormationValidation: args.validates });
}

/** The stacks without any bundling: the code of every function is a stub. */
export function makeStacks(
  args: { network?: Network; inventory?: Inventory; validates?: boolean } = {},
): {
  app: App;
  stacks: Stacks;
} {
  const app = makeApp({ validates: args.validates ?? false });
  const stacks = createStacks(app, {
    network: args.network ?? network,
    inventory: args.inventory ?? fixture,
    code: () => Code.fromInline('exports.handler = async () => undefined;'),
    assets: join(root, 'layers/assets'),
  });
  return { app, stacks };
}

const repository = await loadInventory({ root });

/** The plugins of this repository. A fault of a manifest is the answer, not a crash of something else. */
export function realInventory(): Inventory {
  if (!repository.ok) throw new Error(describeFaults(repository.problem));
  return repository.value;
}

/** What every assertion on templates is made for. Faulty manifests are told once, by `budget.test.ts`. */
export const subjects: readonly (readonly [string, Inventory])[] = [
  ['one of each shape', fixture],
  ...(repository.ok ? [['the plugins of this repository', repository.value] as const] : []),
];
