import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compositions } from '#core/manifest.ts';
import { entriesOf, faultIn } from './fault.ts';
import type { LoadedPlugin, ManifestFault } from '../types.ts';

/**
 * What may be missing while a network is being built, but not when it is deployed: a run that plugins contribute
 * to and nobody makes (nothing would be swept, erased or exported), and a folder that is no plugin.
 */
export function checkComplete({
  root,
  plugins,
}: {
  root: string;
  plugins: readonly LoadedPlugin[];
}): ManifestFault[] {
  return [...unmadeRuns(plugins), ...strayFolders(root)];
}

function unmadeRuns(plugins: readonly LoadedPlugin[]): ManifestFault[] {
  const made = new Set(
    plugins.flatMap(({ manifest }) =>
      entriesOf(manifest.functions).map(([, { composes }]) => composes),
    ),
  );
  const unmade = compositions.filter((run) => !made.has(run));
  return plugins.flatMap((plugin) => [
    ...(plugin.manifest.contributes ?? []).flatMap(({ to }, at) =>
      unmade.includes(to)
        ? faultIn(plugin, {
            field: `contributes.${String(at)}.to`,
            message: `No function of the network composes the run ${to}: this contribution never runs.`,
            remedy: `Add the plugin whose function has composes: '${to}'.`,
          })
        : [],
    ),
    ...(unmade.includes('relay') ? unrelayed(plugin) : []),
  ]);
}

function unrelayed(plugin: LoadedPlugin): ManifestFault[] {
  return entriesOf(plugin.manifest.tables)
    .filter(([, { outbox }]) => outbox)
    .map(([name]) =>
      faultIn(plugin, {
        field: `tables.${name}.outbox`,
        message: 'No function of the network relays outboxes: its events never leave.',
        remedy: "Add the plugin whose function has composes: 'relay'.",
      }),
    );
}

function strayFolders(root: string): ManifestFault[] {
  return readdirSync(join(root, 'functions'), { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isDirectory() && !existsSync(join(root, 'functions', entry.name, 'manifest.ts')),
    )
    .map(({ name }) => name)
    .toSorted()
    .map((name) => ({
      file: `functions/${name}`,
      field: '',
      message: 'This folder has no manifest.ts: nothing of it is deployed.',
      remedy: 'Write its manifest, or move the folder out of functions.',
    }));
}
