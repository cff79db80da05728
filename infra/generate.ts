import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { artefactsOf, type Artefact } from './inventory/artefacts.ts';
import { describeFaults } from './inventory/check-tree.ts';
import { loadInventory } from './inventory/load.ts';

/** `npm run generate`: writes what is derived from the manifests. `--check`: fails where it differs from what is committed. */
const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const inventory = await loadInventory({ root });
if (inventory.ok) {
  const drifted = await driftOf(await artefactsOf({ inventory: inventory.value, root }));
  if (values.check) report(drifted);
  else await write(drifted);
} else {
  process.stderr.write(describeFaults(inventory.problem));
  process.exitCode = 1;
}

async function driftOf(artefacts: readonly Artefact[]): Promise<Artefact[]> {
  const committed = await Promise.all(
    artefacts.map(({ file }) => readFile(join(root, file), 'utf8').catch(() => '')),
  );
  return artefacts.filter(({ text }, at) => text !== committed[at]);
}

function report(drifted: readonly Artefact[]): void {
  if (drifted.length === 0) return;
  const files = drifted.map(({ file }) => `  ${file}\n`).join('');
  process.stderr.write(
    `These files no longer say what the manifests say; run \`npm run generate\`:\n${files}`,
  );
  process.exitCode = 1;
}

async function write(drifted: readonly Artefact[]): Promise<void> {
  for (const { file, text } of drifted) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
    process.stdout.write(`wrote ${file}\n`);
  }
}
