import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';

/**
 * Durable values, one JSON file each. A file appears whole or not at all (written aside, then renamed), so `kill -9`
 * loses nothing that was answered; removing a value removes its bytes, which is what `/_local/raw` must be able to prove.
 * Everything here may be personal data or a key: readable by the owner only.
 */
export interface Folder<T> {
  readonly path: string;
  /** In the order of their names. */
  ids(): readonly string[];
  read(id: string): T | undefined;
  write(id: string, value: T): void;
  remove(id: string): void;
  /** Moves the file in one step: never in both folders, never in none. */
  move(id: string, to: Folder<T>): void;
}

export function openFolder<T>(path: string, schema: z.ZodType<T>): Folder<T> {
  makeFolder(path);
  for (const name of readdirSync(path)) if (name.endsWith('.tmp')) rmSync(join(path, name));
  const fileOf = (id: string) => join(path, `${id}.json`);
  return {
    path,
    ids: () =>
      readdirSync(path)
        .filter((name) => name.endsWith('.json'))
        .map((name) => name.slice(0, -'.json'.length))
        .sort(),
    read(id) {
      const bytes = readIfThere(fileOf(id));
      return bytes && schema.parse(JSON.parse(bytes.toString('utf8')));
    },
    write: (id, value) => writeWhole(fileOf(id), JSON.stringify(value)),
    remove: (id) => rmSync(fileOf(id), { force: true }),
    move: (id, to) => renameSync(fileOf(id), join(to.path, `${id}.json`)),
  };
}

/** A folder that only its owner may enter. */
export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
}

/** Writes aside, then renames: a reader sees the old bytes or the new ones. */
export function writeWhole(path: string, bytes: string | Uint8Array): void {
  writeFileSync(`${path}.tmp`, bytes, { mode: 0o600 });
  renameSync(`${path}.tmp`, path);
}

export function readIfThere(path: string): Buffer | undefined {
  return existsSync(path) ? readFileSync(path) : undefined;
}
