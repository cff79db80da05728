import * as z from 'zod';
import { createServer } from './client.ts';
import { loadDemo } from './demo/load.ts';
import { startLocal, type LocalNetwork } from './local.ts';
import { readOptions } from './options.ts';
import { StartRefused } from './refusal.ts';

/** `npm start`: starts, loads the demo network into a fresh folder, says where to look, and stops on Ctrl-C. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const local = await startLocal({ ...options, engineEndpoint: process.env['DYNAMODB_ENDPOINT'] });
  stopOnSignal(local);
  if (options.demo && !local.folder.isLoaded()) await load(local);
  process.stdout.write(await greeting(local));
  tellTheDay(local);
}

/** Says how far the clock has come while somebody moves it: two thousand readers who leave take minutes. */
function tellTheDay({ clock, network }: LocalNetwork): void {
  const today = () => clock.now().toZonedDateTimeISO(network.zone).toPlainDate();
  let said = today();
  const look = () => {
    const day = today();
    if (said.until(day).days > 1) process.stderr.write(`horloge / clock: ${day.toString()}\n`);
    said = day;
  };
  setInterval(look, 2000).unref();
}

async function load({ url, identity, folder }: LocalNetwork): Promise<void> {
  const token = await identity.issue({ role: 'ILS', communes: ['*'] });
  await loadDemo({ baseUrl: url, token, screen: process.stderr });
  await folder.markLoaded();
}

async function greeting({ url, network, identity, folder }: LocalNetwork): Promise<string> {
  const token = await identity.issue({ role: 'DESK', communes: ['*'], sub: 'demo' });
  const reader = folder.isLoaded()
    ? await choicesOf('koha:1042', { baseUrl: url, token })
    : undefined;
  const curl = `curl -s -H 'Authorization: Bearer ${token}' '${url}/v1/patrons/koha:1042'`;
  return `
${network.name}

  Pages           ${url}/
  Messages        ${url}/_local/inbox
  API             ${url}/docs
${reader === undefined ? '' : `  Une lectrice    ${reader}\n\n  Une première lecture / a first read:\n\n${curl}\n`}
  Ctrl-C pour arrêter (les données restent) / to stop (data are kept)
`;
}

/** A link to the choices of a reader, as the desk gives it; none when the reader has been forgotten meanwhile. */
async function choicesOf(
  patronRef: string,
  server: { baseUrl: string; token: string },
): Promise<string | undefined> {
  const link = await createServer(server)
    .as('DESK')
    .call({
      method: 'POST',
      path: `/v1/patrons/${patronRef}/preference-link`,
      body: {},
      answer: z.object({ url: z.string() }),
    });
  return link.ok ? link.value.url : undefined;
}

function stopOnSignal(local: LocalNetwork): void {
  const stop = () => {
    process.once('SIGINT', () => process.exit(130));
    process.stdout.write(
      '\n  Arrêt… Ctrl-C encore pour ne pas attendre / stopping… again not to wait\n',
    );
    void local.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartRefused)) throw error;
  process.stderr.write(`${error.text.fr}\n${error.text.en}\n`);
  process.exitCode = 1;
}
