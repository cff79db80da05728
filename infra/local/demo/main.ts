import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer, type Server } from '../client.ts';
import { readExport, readMapping } from '../import/read-folder.ts';
import { sayRun } from '../import/report.ts';
import { runImport } from '../import/run-import.ts';
import { startOwnServer } from './own-server.ts';
import { family, inventTeenager } from './story/family.ts';
import { playStory, steps } from './story/play.ts';
import { chooseImportedReader, inventReader } from './story/readers.ts';
import { readNow, type StoryReader } from './story/story.ts';
import { years } from './story/years.ts';

const mappingFile = fileURLToPath(
  new URL('../import/mappings/evergreen-concerto.concerto.yaml', import.meta.url),
);

const { values, positionals } = parseArgs({
  // `consent` tells the story of the family, `forgetting` five years; without a word, the main job.
  allowPositionals: true,
  options: {
    /** Folder of Evergreen exports; without one the story invents its reader. */
    data: { type: 'string' },
    /** A local runtime that runs already; its clock will be moved. */
    url: { type: 'string' },
  },
});

async function importReader({
  server,
  folder,
}: {
  server: Server;
  folder: string;
}): Promise<StoryReader> {
  const now = await readNow(server);
  const run = await runImport({
    server,
    data: await readExport(folder),
    mapping: await readMapping(mappingFile),
    today: now.toPlainDate().toString(),
    screen: process.stderr,
  });
  for (const line of sayRun(run, { now: now.epochMilliseconds })) process.stdout.write(`${line}\n`);
  const reader = chooseImportedReader(run);
  if (!reader) throw new Error('no imported reader has an open loan');
  return reader;
}

async function chooseStory({ server, today }: { server: Server; today: string }) {
  const { data } = values;
  if (positionals.includes('consent')) return { reader: inventTeenager(today), scenes: family };
  if (positionals.includes('forgetting')) return { reader: inventReader(today), scenes: years };
  const reader = data ? await importReader({ server, folder: data }) : inventReader(today);
  return { reader, scenes: steps };
}

async function main(): Promise<number> {
  const { data, url } = values;
  const own =
    url === undefined
      ? await startOwnServer({ network: data ? 'concerto' : 'pays-de-valserine' })
      : undefined;
  try {
    const server = createServer({ baseUrl: own?.baseUrl ?? url ?? '' });
    const today = (await readNow(server)).toPlainDate().toString();
    const { reader, scenes } = await chooseStory({ server, today });
    const differing = await playStory({
      story: { server, reader, notes: new Map() },
      screen: process.stdout,
      scenes,
    });
    return differing === 0 ? 0 : 1;
  } finally {
    await own?.stop();
  }
}

process.exitCode = await main();
