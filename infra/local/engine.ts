import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { refusals, StartRefused } from './refusal.ts';

/** The DynamoDB-compatible store behind every table. */
export interface Engine {
  /** `http://127.0.0.1:41234` */
  readonly endpoint: string;
  readonly kind: 'dynoxide' | 'external';
  stop(): Promise<void>;
}

const embedded = fileURLToPath(
  new URL('../../node_modules/@dynoxide/linux-x64/dynoxide', import.meta.url),
);

/**
 * A shell holds the engine and waits on a pipe from us: when we die, however we die (`kill -9` too), the pipe
 * closes and the engine is stopped, so that no orphan keeps the data folder.
 */
const supervisor =
  'exec 3<&0; "$0" "$@" </dev/null 3<&- & engine=$!; { read -r _ <&3; kill "$engine"; } & wait "$engine"';

/**
 * Starts the embedded engine, or takes the one at `external` (`DYNAMODB_ENDPOINT`).
 * @param folder of its files; absent: in memory
 * @param binary of the embedded engine
 * @throws StartRefused when there is no engine or it does not answer
 */
export async function startEngine({
  folder,
  external,
  binary = embedded,
}: {
  readonly folder?: string;
  readonly external?: string | undefined;
  readonly binary?: string;
}): Promise<Engine> {
  if (external) {
    if (!(await answers(external, { tries: 20 })))
      throw new StartRefused(refusals.engineSilent(external));
    return { endpoint: external, kind: 'external', stop: () => Promise.resolve() };
  }
  if (!existsSync(binary)) throw new StartRefused(refusals.engineMissing());
  const port = await freePort();
  const files = folder === undefined ? [] : ['--db-path', join(folder, 'discretion.sqlite')];
  const child = spawn(
    'sh',
    ['-c', supervisor, binary, 'serve', '--host', '127.0.0.1', '--port', String(port), ...files],
    // Its own process group: Ctrl-C reaches us first, and we stop it last.
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  if (!(await answers(endpoint, { tries: 500, child }))) {
    child.stdin.end();
    throw new StartRefused(refusals.engineUnreadable(folder ?? 'memory'));
  }
  return { endpoint, kind: 'dynoxide', stop: () => stopChild(child) };
}

async function answers(
  endpoint: string,
  { tries, child }: { readonly tries: number; readonly child?: ChildProcess },
): Promise<boolean> {
  for (let left = tries; left > 0; left -= 1) {
    if (child && child.exitCode !== null) return false;
    try {
      await (await fetch(endpoint)).body?.cancel();
      return true;
    } catch {
      await sleep(20);
    }
  }
  return false;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin?.end();
  await exited;
}

/** A port that nobody has at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
