import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { openIdentity } from '../local/identity.ts';
import { openPort } from '../local/port.ts';
import { describeNetworkFaults } from '../network/fault.ts';
import { readNetworkFile } from '../network/read.ts';
import { openCloud, type Cloud } from './cloud.ts';
import { apiUrlOf } from './deploy.ts';
import { account, startEmulator } from './emulator.ts';
import { createRehearsalFront } from './front.ts';
import { installTools, noPython } from './python.ts';

/**
 * `npm run cloud:rehearse -- --network <file>`: an empty emulated account and an identity provider, in which
 * docs/guides/deploy.md is followed before there is a real one. Ctrl-C forgets it. Its rights are not enforced: that is
 * `npm run cloud:proof`.
 */
const { values } = parseArgs({
  options: { network: { type: 'string' }, port: { type: 'string', default: '4567' } },
});
const build = resolve(import.meta.dirname, '../../.build/rehearsal');
const Apis = z.object({ items: z.array(z.object({ apiId: z.string() })) });
process.exitCode = await main(values.network);

async function main(file: string | undefined): Promise<number> {
  if (file === undefined) return refuse('--network infra/networks/<id>.yaml', 2);
  const read = await readNetworkFile(file);
  if (!read.ok) return refuse(describeNetworkFaults(read.problem, 'en'), 2);
  const proof = join(build, '../cloud-proof');
  await Promise.all([build, proof].map((folder) => mkdir(folder, { recursive: true })));
  const tools = await installTools(proof, join(build, 'pip.log'));
  if (!tools) return refuse(noPython, 3);
  const { id, identity } = read.value.network;
  const port = await openPort(Number(values.port));
  const emulator = await startEmulator({
    python: tools.python,
    folder: build,
    enforcesIam: false,
  });
  const provider = await openIdentity({
    keyFile: join(build, 'identity.json'),
    clock: { now: () => Temporal.Now.instant() },
    issuer: port.url,
    audience: identity.audience,
    network: id,
  });
  const cloud = openCloud(emulator.endpoint);
  port.serve(createRehearsalFront(provider, () => findApi(cloud)));
  const names = Object.entries(emulator.env).filter(([name]) => name.startsWith('AWS_'));
  process.stdout.write(
    `${names.map(([name, value]) => `export ${name}='${value ?? ''}'`).join('\n')}
export NODE_EXTRA_CA_CERTS="$AWS_CA_BUNDLE"
export CDK_DEFAULT_ACCOUNT=${account} CDK_DISABLE_CLI_TELEMETRY=1
export ISSUER=${port.url} API=${port.url}\n`,
  );
  await new Promise((ended) => process.once('SIGINT', ended).once('SIGTERM', ended));
  await Promise.all([emulator.stop(), port.close()]);
  return 0;
}

async function findApi({ request, endpoint }: Cloud): Promise<string | undefined> {
  const answer = await request({ service: 'apigateway', method: 'GET', path: '/v2/apis' });
  const [first] = Apis.parse(await answer.json()).items;
  return first && apiUrlOf(endpoint, first.apiId);
}

function refuse(why: string, code: number): number {
  process.stderr.write(`${why}\n`);
  return code;
}
