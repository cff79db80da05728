import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { createServer } from '../client.ts';

export interface OwnServer {
  readonly baseUrl: string;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const healthShape = z.object({ ready: z.boolean() });
const patienceSeconds = 90;

async function findFreePort(): Promise<number> {
  const socket = createSocket().listen(0, '127.0.0.1');
  await new Promise((resolve) => socket.once('listening', resolve));
  const address = socket.address();
  await new Promise((resolve) => socket.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function isReady(baseUrl: string): Promise<boolean> {
  try {
    const health = await createServer({ baseUrl }).open.call({
      method: 'GET',
      path: '/_local/health',
      answer: healthShape,
    });
    return health.ok && health.value.ready;
  } catch {
    return false; // not listening yet
  }
}

async function waitUntilReady(baseUrl: string, child: ChildProcess): Promise<void> {
  for (let second = 0; second < patienceSeconds * 4; second += 1) {
    if (child.exitCode !== null)
      throw new Error(`the local runtime ended with code ${child.exitCode}`);
    if (await isReady(baseUrl)) return;
    await sleep(250);
  }
  throw new Error(`the local runtime was not ready after ${patienceSeconds} s`);
}

/**
 * Starts a fresh local runtime, as `npm start` does, in a temporary data folder that `stop` removes.
 * @param network id of a file of `infra/networks/`.
 */
export async function startOwnServer({
  network,
}: {
  readonly network: string;
}): Promise<OwnServer> {
  const folder = await mkdtemp(join(tmpdir(), 'discretion-demo-'));
  const port = await findFreePort();
  const script = join(root, 'infra/local/start.ts');
  const networkFile = join(root, 'infra/networks', `${network}.yaml`);
  const args = ['--port', String(port), '--data', folder, '--network', networkFile, '--no-demo'];
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const baseUrl = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(baseUrl, child);
  } catch (fault) {
    await stop();
    throw fault;
  }
  return { baseUrl, stop };
}
