import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { readNetworkFile } from '../read.ts';
import { reportCheck } from './check.ts';

/** `npm run network:check [-- file…] [--en]`: faults by file, line and column; all of `infra/networks` without a file. */
const { values, positionals } = parseArgs({
  options: { en: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const files = positionals.length > 0 ? positionals : await allNetworks();
const results = await Promise.all(
  files.map(async (file) => [file, await readNetworkFile(file)] as const),
);
const { text, passes } = reportCheck(results, values.en ? 'en' : 'fr');
process.stdout.write(text);
process.exitCode = passes ? 0 : 1;

async function allNetworks(): Promise<readonly string[]> {
  const folder = join(import.meta.dirname, '../../networks');
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => relative(process.cwd(), join(folder, name)));
}
