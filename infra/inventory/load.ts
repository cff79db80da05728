import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, ok, type Result } from '#core/result.ts';
import { checkStores, checkTables } from './checks/data.ts';
import type { Check } from './checks/fault.ts';
import { checkClaims, checkFolder } from './checks/names.ts';
import {
  checkEntries,
  checkFunctions,
  checkGrantedTables,
  checkIntake,
  checkNetwork,
} from './checks/references.ts';
import { checkRoutes } from './checks/routes.ts';
import { checkSchedules } from './checks/schedules.ts';
import { ManifestShape } from './manifest-schema.ts';
import { mergePlugins } from './merge.ts';
import type { Inventory, LoadedPlugin, ManifestFault } from './types.ts';

const checks: readonly Check[] = [
  checkFolder,
  checkFunctions,
  checkEntries,
  checkRoutes,
  checkSchedules,
  checkStores,
  checkTables,
  checkNetwork,
  checkGrantedTables,
  checkIntake,
  checkClaims,
];

/**
 * Reads every `functions/<plugin>/manifest.ts` under `root` and merges them, or says everything that is wrong
 * with them. Code is not looked at here: see `check-tree.ts`.
 */
export async function loadInventory({
  root,
}: {
  root: string;
}): Promise<Result<Inventory, readonly ManifestFault[]>> {
  const plugins = await loadPlugins({ root });
  return plugins.ok ? ok(mergePlugins(plugins.value)) : plugins;
}

/** The plugins in the order of their names, each and all together without fault. */
export async function loadPlugins({
  root,
}: {
  root: string;
}): Promise<Result<readonly LoadedPlugin[], readonly ManifestFault[]>> {
  const read = await Promise.all(pluginFolders(root).map((folder) => readPlugin(root, folder)));
  const unreadable = read.flatMap((result) => (result.ok ? [] : result.problem));
  if (unreadable.length > 0) return fail(unreadable);
  const plugins = read.flatMap((result) => (result.ok ? [result.value] : []));
  const faults = plugins.flatMap((plugin) => checks.flatMap((check) => check(plugin, plugins)));
  return faults.length > 0 ? fail(faults) : ok(plugins);
}

/** Absolute paths of the folders that hold a manifest, sorted by code unit. */
function pluginFolders(root: string): string[] {
  const functions = join(root, 'functions');
  return readdirSync(functions)
    .toSorted()
    .map((name) => join(functions, name))
    .filter((folder) => existsSync(join(folder, 'manifest.ts')));
}

async function readPlugin(
  root: string,
  folder: string,
): Promise<Result<LoadedPlugin, readonly ManifestFault[]>> {
  const path = join(folder, 'manifest.ts');
  const file = relative(root, path);
  const module = await importManifest(path);
  if (!module.ok) return fail([{ file, ...module.problem }]);
  return readManifest({ folder, file }, module.value);
}

async function importManifest(path: string): Promise<Result<unknown, Omit<ManifestFault, 'file'>>> {
  try {
    const module: unknown = await import(pathToFileURL(path).href);
    if (typeof module === 'object' && module && 'manifest' in module) return ok(module.manifest);
    return fail({
      field: '',
      message: 'The file does not export manifest.',
      remedy: 'Write `export const manifest = definePlugin({ … });`.',
    });
  } catch (error) {
    const message = `The file cannot be loaded: ${String(error)}`;
    return fail({
      field: '',
      message,
      remedy: 'Correct the file or what it imports: run it alone with tsx.',
    });
  }
}

function readManifest(
  place: Omit<LoadedPlugin, 'manifest'>,
  manifest: unknown,
): Result<LoadedPlugin, readonly ManifestFault[]> {
  const parsed = ManifestShape.safeParse(manifest);
  if (parsed.success) return ok({ ...place, manifest: parsed.data });
  return fail(
    parsed.error.issues.map((issue) => ({
      file: place.file,
      field: [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys : [])].join('.'),
      message: sentence(issue.message),
      remedy: 'Write it as PluginManifest of layers/core/manifest.ts says.',
    })),
  );
}

const sentence = (message: string) => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
