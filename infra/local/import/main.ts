import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { createServer, type Server } from '../client.ts';
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
  const { now, network } = await askServer(server);
  const mapping = values.mapping ?? shippedMapping(network);
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

/** The clock and the network of a local runtime; a server elsewhere keeps real time and is taken for the Concerto network. */
async function askServer({ open }: Server) {
  const health = await open.call({
    method: 'GET',
    path: '/_local/health',
    answer: z.object({ now: z.string(), network: z.string() }),
  });
  return health.ok
    ? { now: Temporal.Instant.from(health.value.now), network: health.value.network }
    : { now: Temporal.Now.instant(), network: 'concerto' };
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
