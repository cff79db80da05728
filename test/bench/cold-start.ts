import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundleFunctions } from '../../infra/inventory/compose.ts';
import { loadInventory } from '../../infra/inventory/load.ts';
import { readNetworkFile } from '../../infra/local/network-file.ts';
import { lambdaEnvironment } from '../support/lambda-environment.ts';
import type { Bench } from './report.ts';

const run = promisify(execFile);
const starts = 9;
const root = process.cwd();

/**
 * The import of every bundle in a fresh process against that of a bare, tree-shaken DynamoDB client, in turn. The fastest
 * start of each counts: whatever else the machine does can only add.
 */
export const measureColdStart: Bench = async (progress) => {
  const folder = await mkdtemp(join(tmpdir(), 'discretion-bench-'));
  try {
    const loaded = await loadInventory({ root });
    if (!loaded.ok) throw new Error('the inventory has faults: npm run check');
    const network = await readNetworkFile(join(root, 'infra/networks/pays-de-valserine.yaml'));
    progress('cold-start: bundling…');
    const bundles = await bundleFunctions({ inventory: loaded.value, network, outdir: folder });
    const bare = await bundleBare(folder);
    const env = lambdaEnvironment(loaded.value.tables);
    const files = new Map(bundles.map(({ id }) => [id, join(folder, id, 'index.mjs')]));
    const times = new Map<string, number[]>([...files.keys(), 'bare'].map((name) => [name, []]));
    for (let start = 0; start < starts; start += 1) {
      progress(`cold-start: start ${String(start + 1)} of ${String(starts)}…`);
      for (const [name, file] of [['bare', bare] as const, ...files]) {
        times.get(name)?.push(await initMs(file, env));
      }
    }
    const floor = Math.min(...(times.get('bare') ?? []));
    const figures = [...times].map(([name, all]) => ({
      name,
      value: Math.min(...all),
      unit: 'ms',
    }));
    const ratio = Math.max(...figures.map(({ value }) => value)) / floor;
    return {
      bench: 'cold-start',
      figures,
      ratio,
      bound: 'slowest bundle at most 1.25',
      passed: ratio <= 1.25,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

async function bundleBare(folder: string): Promise<string> {
  const outfile = join(folder, 'bare.mjs');
  const contents = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
export const handler = (event) => client.send(event.put ? new PutCommand(event) : new GetCommand(event));`;
  await build({
    stdin: { contents, resolveDir: root },
    outfile,
    bundle: true,
    treeShaking: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: {
      js: "import { createRequire as bareRequire } from 'node:module';const require = bareRequire(import.meta.url);",
    },
  });
  return outfile;
}

/** Milliseconds that the import takes in a process that has done nothing else. */
async function initMs(file: string, env: Readonly<Record<string, string>>): Promise<number> {
  const script = `const t = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - t);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { env });
  return Number(stdout.trim().split('\n').at(-1));
}
