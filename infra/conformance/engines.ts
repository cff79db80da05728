import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmulator } from '../cloud-proof/emulator.ts';
import { installTools, noPython } from '../cloud-proof/python.ts';
import { mustRun } from '../cloud-proof/run.ts';
import { freePort, startEngine } from '../local/engine.ts';

/** Somewhere that tables can be made, on loopback. */
export interface RunningEngine {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** In the order of the table. What is not on this machine is fetched into `build`. */
export const engines = {
  dynoxide: () => startEngine({}),
  'dynamodb-local': startDynamoDbLocal,
  ministack: startMinistack,
} as const;
export type EngineName = keyof typeof engines;

export const engineTitles: Readonly<Record<EngineName, string>> = {
  dynoxide: 'dynoxide 1.2.1 (embedded)',
  'dynamodb-local': 'AWS DynamoDB Local 3.3.1',
  ministack: 'ministack 1.5.33 (emulator)',
};

/** AWS's own, from Maven Central. It needs Java 17 and Maven. */
async function startDynamoDbLocal(build: string): Promise<RunningEngine> {
  const [lib, log] = [join(build, 'lib'), join(build, 'maven.log')];
  if (!existsSync(lib)) {
    await mkdir(build, { recursive: true });
    await copyFile(join(import.meta.dirname, 'pom.xml'), join(build, 'pom.xml'));
    const goal = [
      'dependency:copy-dependencies',
      `-DoutputDirectory=${lib}`,
      '-DincludeScope=runtime',
    ];
    await mustRun(['mvn', '-q', ...goal], { cwd: build, log, env: process.env });
  }
  const port = await freePort();
  const server = join(import.meta.dirname, 'LoopbackServer.java');
  const options = [`-Djava.library.path=${lib}`, '-cp', join(lib, '*'), server];
  const child = spawn(
    'java',
    [...options, '-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)],
    { cwd: build, stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  const endpoint = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    if (await answers(endpoint)) return { endpoint, stop };
    await sleep(200);
  }
  await stop();
  throw new Error('DynamoDB Local did not start: it needs Java 17');
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    await (await fetch(endpoint)).body?.cancel();
    return true;
  } catch {
    return false; // not listening yet
  }
}

/** Without its IAM: what is compared here is the store. */
async function startMinistack(build: string): Promise<RunningEngine> {
  const proof = join(build, '../cloud-proof');
  await mkdir(proof, { recursive: true });
  await mkdir(build, { recursive: true });
  const tools = await installTools(proof, join(build, 'pip.log'));
  if (!tools) throw new Error(noPython);
  return startEmulator({ python: tools.python, folder: build, enforcesIam: false });
}
