import type { PluginManifest } from '#core/manifest.ts';
import type { LoadedPlugin, ManifestFault } from '../types.ts';

/** A check of one plugin, which may look at the others. Checks are total: they report, they never throw. */
export type Check = (
  plugin: LoadedPlugin,
  all: readonly LoadedPlugin[],
) => readonly ManifestFault[];

/** What is wrong and what to do about it, each a sentence. */
export interface Finding {
  readonly field: string;
  readonly message: string;
  readonly remedy: string;
}

export function faultIn(plugin: LoadedPlugin, finding: Finding): ManifestFault {
  return { file: plugin.file, ...finding };
}

/** Entries of an optional dictionary of the manifest. */
export function entriesOf<T>(dictionary: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(dictionary ?? {});
}

/** The names that all plugins together give to something. */
export function namesOf(
  all: readonly LoadedPlugin[],
  pick: (manifest: PluginManifest) => object | undefined,
): Set<string> {
  return new Set(all.flatMap(({ manifest }) => Object.keys(pick(manifest) ?? {})));
}

export interface Declaration {
  /** `functions.read` or `contributes.0` */
  readonly field: string;
  readonly spec:
    NonNullable<PluginManifest['contributes']>[number] | PluginManifest['functions'][string];
}

/** All that has an entry and rights: functions and contributions. */
export function declarationsOf({ manifest }: LoadedPlugin): Declaration[] {
  return [
    ...entriesOf(manifest.functions).map(([name, spec]) => ({ field: `functions.${name}`, spec })),
    ...(manifest.contributes ?? []).map((spec, at) => ({
      field: `contributes.${String(at)}`,
      spec,
    })),
  ];
}
