import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { format, resolveConfig } from 'prettier';
import * as z from 'zod';
import { createStacks } from '../cdk/discretion-app.ts';
import { loadInventory } from '../inventory/load.ts';
import { readNetworkFile } from '../network/read.ts';
import { permissionsOf, type Permission } from './permissions.ts';

/** `npm run least-privilege`: writes `docs/least-privilege.md` from the templates; `--check` fails where it differs. */
const root = resolve(import.meta.dirname, '../..');
const file = join(root, 'docs/least-privilege.md');
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const text = await format(render(permissionsOf(await synthesize())), {
  ...(await resolveConfig(file)),
  filepath: file,
});
const committed = await readFile(file, 'utf8').catch(() => '');
if (values.check && text !== committed) {
  process.stderr.write('docs/least-privilege.md differs: run `npm run least-privilege`\n');
  process.exitCode = 1;
} else if (text !== committed) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  process.stdout.write('wrote docs/least-privilege.md\n');
}

/** The templates of the demo network; the code of the functions plays no part. */
async function synthesize(): Promise<readonly unknown[]> {
  const network = await readNetworkFile(join(root, 'infra/networks/pays-de-valserine.yaml'));
  const inventory = await loadInventory({ root });
  if (!network.ok || !inventory.ok) throw new Error('run `npm run check` first');
  const { context } = z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8')));
  const app = new App({ context });
  createStacks(app, {
    network: network.value.network,
    inventory: inventory.value,
    code: () => Code.fromInline('exports.handler = async () => undefined;'),
    assets: join(root, 'layers/assets'),
  });
  return app.synth().stacks.map(({ template }): unknown => template);
}

/** One row a function and resource: its actions there, and under which condition. */
function render(permissions: readonly Permission[]): string {
  const ids = [...new Set(permissions.map(({ functionId }) => functionId))].toSorted();
  const holders = (action: string) =>
    ids
      .filter((id) =>
        permissions.some(
          (one) => one.functionId === id && one.effect === 'Allow' && one.action === action,
        ),
      )
      .map((id) => `\`${id}\``)
      .join(', ') || 'nobody';
  return [
    '<!-- Written by `npm run least-privilege` from the synthesized templates. Do not edit. -->',
    '# Who may do what',
    'Every right of every function, as CloudFormation gives it for the demo network. There is no other policy: none managed, none attached elsewhere (`test/cdk/permissions.test.ts`). `npm run cloud:proof` takes the role of each function and tries what it does not hold.',
    [
      `- Send an e-mail: ${holders('ses:SendRawEmail')}. Send an SMS: ${holders('sns:Publish')}.`,
      `- Scan a table: ${holders('dynamodb:Scan')}.`,
      `- Unwrap the keys of readers: ${holders('kms:Decrypt')}.`,
      `- Wrap a new key: ${holders('kms:GenerateDataKey')}.`,
    ].join('\n'),
    [
      '| Function | Resource | Actions | Condition |',
      '| --- | --- | --- | --- |',
      ...ids.flatMap((id) => rowsOf(id, permissions)),
    ].join('\n'),
    '',
  ].join('\n\n');
}

function rowsOf(id: string, permissions: readonly Permission[]): string[] {
  const groups = new Map<string, Permission[]>();
  for (const one of permissions.filter(({ functionId }) => functionId === id)) {
    const key = JSON.stringify([one.resource, one.effect, one.condition]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map(([first, ...others], at) => {
    if (!first) return '';
    const actions = [first, ...others].map(({ action }) => action).join(', ');
    const denied = first.effect === 'Deny' ? 'never: ' : '';
    const cells = [at === 0 ? `\`${id}\`` : '', first.resource, denied + actions, first.condition];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('*', '\\*')).join(' | ')} |`;
  });
}
