import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { createServer } from '../client.ts';
import { readExport, readMapping } from './read-folder.ts';
import { detailRun, isDefined, sayRun } from './report.ts';
import { runImport } from './run-import.ts';

const usage = `Usage: npm run import -- evergreen <folder> [--mapping file] [--url http://localhost:3000] [--token-file file] [--report file]
Loads Evergreen CSV exports (patrons, circulations, holds, libraries, copies) through the public API.`;

/** The mapping that ships for a network: where the 22 units of the Concerto data belong in it. */
const shippedMapping = (network: string) =>
  new URL(`./mappings/evergreen-concerto.${network}.yaml`, import.meta.url).pathname;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mapping: { type: 'string' },
    url: { type: 'string', default: 'http://localhost:3000' },
    'token-file': { type: 'string' },
    report: { type: 'string' },
  },
});

async function main(): Promise<number> {
  const [format, folder] = positionals;
  if (format !== 'evergreen' || folder === undefined) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const tokenFile = values['token-file'];
  const token = tokenFile === undefined ? undefined : (await readFile(tokenFile, 'utf8')).trim();
  const server = createServer({ baseUrl: values.url, ...(token !== undefined && { token }) });
  const health = await server.open.call({
    method: 'GET',
    path: '/_local/health',
    answer: z.object({ now: z.string(), network: z.string() }),
  });
  const now = health.ok ? Temporal.Instant.from(health.value.now) : Temporal.Now.instant();
  const mapping = values.mapping ?? shippedMapping(health.ok ? health.value.network : 'concerto');
  const run = await runImport({
    server,
    data: await readExport(folder),
    mapping: await readMapping(mapping),
    today: now.toZonedDateTimeISO('Europe/Paris').toPlainDate().toString(),
    screen: process.stderr,
  });
  for (const line of sayRun(run, { now: now.epochMilliseconds })) process.stdout.write(`${line}\n`);
  if (values.report !== undefined)
    await writeFile(values.report, `${JSON.stringify(detailRun(run), null, 2)}\n`);
  return isDefined(run) ? 0 : 1;
}

/** What the user can mend gets a sentence; anything else is a bug and keeps its stack. */
function explain(error: unknown): string | undefined {
  if (error instanceof TypeError && error.message === 'fetch failed')
    return `Aucun serveur ne répond à ${values.url} : lancez « npm start ». / No server answers at ${values.url}: run "npm start".`;
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && 'path' in error)
    return `Fichier introuvable : ${String(error.path)} / File not found: ${String(error.path)}`;
  return undefined;
}

try {
  process.exitCode = await main();
} catch (error) {
  const sentence = explain(error);
  if (sentence === undefined) throw error;
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
