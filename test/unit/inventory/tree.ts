import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll } from '@jest/globals';
import type { InventoryFunction, ManifestFault } from '../../../infra/inventory/types.ts';
import { checkTree } from '../../../infra/inventory/check-tree.ts';
import { loadInventory } from '../../../infra/inventory/load.ts';

const repository = resolve(import.meta.dirname, '../../..');
const fixture = join(import.meta.dirname, 'fixture');
const made: string[] = [];

afterAll(() => {
  for (const root of made) rmSync(root, { recursive: true });
});

/** A repository of its own with these plugins of the fixture; `#core` and packages are the real ones. */
export function makeTree(...plugins: readonly ('house' | 'reading-club')[]): string {
  const root = mkdtempSync(join(tmpdir(), 'discretion-tree-'));
  made.push(root);
  cpSync(join(repository, 'package.json'), join(root, 'package.json'));
  for (const shared of ['layers', 'node_modules'])
    symlinkSync(join(repository, shared), join(root, shared));
  mkdirSync(join(root, 'functions'));
  for (const plugin of plugins) dropIn(root, plugin);
  return root;
}

export function dropIn(root: string, plugin: 'house' | 'reading-club'): void {
  cpSync(join(fixture, plugin), join(root, 'functions', plugin), { recursive: true });
}

/** One change of one file under `functions`: an exact text and what stands there instead. */
export interface Edit {
  readonly file: string;
  readonly find: string | RegExp;
  readonly write: string;
}

export function editFile(root: string, { file, find, write }: Edit): void {
  const path = join(root, 'functions', file);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(find, () => write);
  if (after === before) throw new Error(`${file} does not hold ${String(find)}`);
  writeFileSync(path, after);
}

export function writeSource(root: string, file: string, text: string): void {
  const path = join(root, 'functions', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

export async function faultsOf(root: string): Promise<readonly ManifestFault[]> {
  return checkTree({ root });
}

/** The inventory of a tree that must be without fault. */
export async function inventoryOf(root: string) {
  const inventory = await loadInventory({ root });
  if (!inventory.ok) throw new Error(JSON.stringify(inventory.problem, null, 2));
  return inventory.value;
}

export function functionOf(functions: readonly InventoryFunction[], id: string): InventoryFunction {
  const found = functions.find((one) => one.id === id);
  if (!found) throw new Error(`no function ${id}`);
  return found;
}
