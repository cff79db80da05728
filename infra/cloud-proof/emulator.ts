import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../local/engine.ts';

export const region = 'eu-west-3';
export const account = '000000000000';

export interface Emulator {
  readonly endpoint: string;
  /** For every program that must reach the emulator and never an account of this machine. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

const clockModule = fileURLToPath(new URL('shifted-clock.ts', import.meta.url));

/**
 * Starts ministack on the loopback interface. Its Lambdas run on whichever `node` is first on PATH: a wrapper of the
 * Node that runs us, which must be that of the functions, on the clock of the story.
 */
export async function startEmulator(args: {
  readonly program: string;
  readonly folder: string;
  readonly clockFile?: string;
  readonly enforcesIam?: boolean;
}): Promise<Emulator> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const bin = join(args.folder, 'bin');
  mkdirSync(bin, { recursive: true });
  // Outside of the repository, whose package.json would make modules of the emulator's CommonJS workers.
  const temporary = mkdtempSync(join(tmpdir(), 'discretion-proof-'));
  const wrapper = join(bin, 'node');
  writeFileSync(wrapper, `#!/bin/sh\nexec '${process.execPath}' --import '${clockModule}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  const log = openSync(join(args.folder, 'emulator.log'), 'w');
  const child = spawn(args.program, [], {
    cwd: args.folder,
    // A process group of its own: its Lambda processes end with it.
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      ...withoutAws(process.env),
      PATH: [bin, process.env['PATH']].join(delimiter),
      TMPDIR: temporary,
      AUTH: String(args.enforcesIam ?? true),
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: region,
      ...(args.clockFile && { DISCRETION_STORY_CLOCK: args.clockFile }),
    },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    killGroup(child.pid);
    await ended;
    rmSync(temporary, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 150 && child.exitCode === null; tries += 1) {
    if (await answers(endpoint)) return { endpoint, env: cloudEnv(endpoint), stop };
    await sleep(200);
  }
  await stop();
  throw new Error(`the emulator did not start: ${join(args.folder, 'emulator.log')}`);
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_ministack/health`)).ok;
  } catch {
    return false; // not listening yet
  }
}

const withoutAws = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:AWS|CDK)_/u.test(name)));

/** Profiles and credentials of this machine are out of reach. */
export function cloudEnv(endpoint: string): NodeJS.ProcessEnv {
  return {
    ...withoutAws(process.env),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: '1',
  };
}
