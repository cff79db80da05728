import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { describeFaults } from '../inventory/check-tree.ts';
import { loadInventory } from '../inventory/load.ts';
import { measureUnits } from './measure.ts';
import { billOf } from './model.ts';
import { firstBound } from './quotas.ts';
import { renderCost } from './render.ts';

/** `npm run cost -- --patrons 60000 --loans 1000000 [--json | --write]`: prices a network from measured units. */
const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    patrons: { type: 'string', default: '60000' },
    /** A year. */
    loans: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
    /** Writes docs/cost.md. */
    write: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  const size = { patrons: Number(values.patrons), loans: Number(values.loans) };
  if (!Object.values(size).every((value) => Number.isInteger(value) && value > 0)) {
    process.stderr.write('--patrons and --loans are whole numbers above 0\n');
    return 2;
  }
  const inventory = await loadInventory({ root });
  if (!inventory.ok) {
    process.stderr.write(describeFaults(inventory.problem));
    return 1;
  }
  const measured = await measureUnits((line) => process.stderr.write(`cost: ${line}\n`));
  if (values.json) {
    const bill = billOf(size, measured, inventory.value);
    process.stdout.write(
      `${JSON.stringify({ ...bill, measured, firstQuota: firstBound(size, measured) }, null, 2)}\n`,
    );
    return 0;
  }
  const filepath = join(root, 'docs/cost.md');
  const text = renderCost(size, measured, inventory.value);
  const formatted = await format(text, { ...(await resolveConfig(filepath)), filepath });
  process.stdout.write(formatted);
  if (values.write) await writeFile(filepath, formatted);
  return 0;
}

process.exitCode = await main();
