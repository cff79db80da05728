import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootCertificates, setDefaultCACertificates } from 'node:tls';
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
 * ministack, without its check that a request is signed at its own time: Lambdas sign at the time of the story.
 * Everything else of a signature is checked.
 */
const launcher = [
  'from ministack.core import sigv4',
  'sigv4.request_time_failure = lambda *_, **__: None',
  'from ministack.app import main',
  'main()',
].join('\n');

export interface EmulatorOptions {
  /** Of the virtual environment that has ministack. */
  readonly python: string;
  readonly folder: string;
  readonly clockFile?: string;
  readonly enforcesIam?: boolean;
}

/** Starts ministack on the loopback interface. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const port = await freePort();
  const endpoint = `https://127.0.0.1:${port}`;
  // Outside of the repository, whose package.json would make modules of the emulator's CommonJS workers.
  const temporary = mkdtempSync(join(tmpdir(), 'discretion-proof-'));
  const certificate = join(temporary, 'ministack-tls/server.crt');
  const bin = writeNode(options.folder, certificate);
  const log = openSync(join(options.folder, 'emulator.log'), 'w');
  const child = spawn(options.python, ['-c', launcher], {
    cwd: options.folder,
    // A process group of its own: its Lambda processes end with it.
    detached: true,
    stdio: ['ignore', log, log],
    env: emulatorEnv(options, { port, bin, temporary }),
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = () => killGroup(child.pid);
  // However we end: no emulator is left behind.
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await ended;
    rmSync(temporary, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 150 && child.exitCode === null; tries += 1) {
    if (await answers(endpoint, certificate))
      return { endpoint, env: cloudEnv(endpoint, certificate), stop };
    await sleep(200);
  }
  await stop();
  throw new Error(`the emulator did not start: ${join(options.folder, 'emulator.log')}`);
}

/**
 * Lambdas run on whichever `node` is first on PATH: a wrapper of the Node that runs us, which must be that of the
 * functions, on the clock of the story. @returns the folder for PATH
 */
function writeNode(folder: string, certificate: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const command = `exec '${process.execPath}' --import '${clockModule}' "$@"`;
  const file = join(bin, 'node');
  writeFileSync(file, `#!/bin/sh\nNODE_EXTRA_CA_CERTS='${certificate}' ${command}\n`);
  chmodSync(file, 0o755);
  return bin;
}

function emulatorEnv(
  options: EmulatorOptions,
  place: { readonly port: number; readonly bin: string; readonly temporary: string },
): NodeJS.ProcessEnv {
  return {
    ...withoutAws(process.env),
    PATH: [place.bin, process.env['PATH']].join(delimiter),
    TMPDIR: place.temporary,
    STATE_DIR: join(place.temporary, 'state'),
    // Every bucket, queue and topic refuses plain HTTP (GOV-15), and the emulator enforces it.
    USE_SSL: '1',
    AUTH: String(options.enforcesIam ?? true),
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    GATEWAY_PORT: String(place.port),
    MINISTACK_REGION: region,
    ...(options.clockFile && { DISCRETION_STORY_CLOCK: options.clockFile }),
  };
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Trusts, in this process too, the certificate that the emulator makes at its start. */
async function answers(endpoint: string, certificate: string): Promise<boolean> {
  if (!existsSync(certificate)) return false;
  setDefaultCACertificates([...rootCertificates, readFileSync(certificate, 'utf8')]);
  try {
    return (await fetch(`${endpoint}/_ministack/health`)).ok;
  } catch {
    return false; // not listening yet
  }
}

const withoutAws = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:AWS|CDK)_/u.test(name)));

/** Profiles and credentials of this machine are out of reach. */
function cloudEnv(endpoint: string, certificate: string): NodeJS.ProcessEnv {
  return {
    ...withoutAws(process.env),
    AWS_CA_BUNDLE: certificate,
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
