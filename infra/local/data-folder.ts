import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { refusals, StartRefused } from './refusal.ts';

const Instance = z.object({ tablePrefix: z.string(), loaded: z.boolean() });

/** All that a local network keeps, under one folder; one process at a time. */
export interface DataFolder {
  readonly path: string;
  /** Keeps the tables of two data folders apart when they share an engine (`DYNAMODB_ENDPOINT`). */
  readonly tablePrefix: string;
  /** The demo network has been loaded: a second start does not load it again. */
  isLoaded(): boolean;
  markLoaded(): Promise<void>;
  release(): Promise<void>;
}

/** What a reset removes; nothing else that may be in the folder. */
const contents = ['engine', 'keys', 'logs', 'aws', 'checkpoints', 'clock.json', 'schedules.json'];

/**
 * Takes a data folder for this process, making it when absent.
 * @param path absent: a temporary folder, removed on release
 * @param reset starts clean, but keeps the table prefix, so that an engine elsewhere can be emptied too
 * @throws StartRefused when it cannot be written or another process has it
 */
export async function takeDataFolder({
  path,
  reset = false,
}: {
  readonly path?: string;
  readonly reset?: boolean;
}): Promise<DataFolder> {
  const folder = path ?? (await mkdtemp(join(tmpdir(), 'discretion-')));
  await makeFolder(folder);
  await takeLock(folder);
  if (reset)
    await Promise.all(
      contents.map((name) => rm(join(folder, name), { recursive: true, force: true })),
    );
  await makeFolder(folder);
  const file = join(folder, 'instance.json');
  const known = await readInstance(file);
  const tablePrefix = known?.tablePrefix ?? `dsc-${randomBytes(3).toString('hex')}-`;
  let loaded = known?.loaded === true && !reset;
  const save = () => writeFile(file, JSON.stringify({ tablePrefix, loaded }));
  await save();
  return {
    path: folder,
    tablePrefix,
    isLoaded: () => loaded,
    markLoaded: () => {
      loaded = true;
      return save();
    },
    release: () =>
      rm(path === undefined ? folder : join(folder, 'lock'), { recursive: true, force: true }),
  };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    for (const name of ['engine', 'keys', 'logs']) await makePath(join(folder, name));
    await writeFile(join(folder, 'writable'), '');
    await rm(join(folder, 'writable'));
  } catch {
    throw new StartRefused(refusals.folderUnwritable(folder));
  }
}

/** Not `mkdir` with `recursive`, which never ends where a folder cannot be made, such as under `/proc`. */
async function makePath(path: string): Promise<void> {
  if (existsSync(path)) return;
  await makePath(dirname(path));
  await mkdir(path, { mode: 0o700 });
}

/** A lock left by a killed process is taken over, even when its number was given to another since. */
async function takeLock(folder: string): Promise<void> {
  const file = join(folder, 'lock');
  const [pid = '', startedAt] = (await readFile(file, 'utf8').catch(() => '')).split(' ');
  if (pid !== '' && pid !== String(process.pid) && startedAt === (await startOf(pid))) {
    throw new StartRefused(refusals.folderInUse(folder, pid));
  }
  await writeFile(file, `${process.pid} ${await startOf(String(process.pid))}`);
}

/** When a process started, in clock ticks since boot (proc(5), field 22); empty when there is no such process. */
async function startOf(pid: string): Promise<string> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

async function readInstance(file: string): Promise<z.infer<typeof Instance> | undefined> {
  try {
    return Instance.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
