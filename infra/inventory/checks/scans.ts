import { mergePlugins } from '../merge.ts';
import type { LoadedPlugin, ManifestFault } from '../types.ts';
import { faultIn } from './fault.ts';

/** Nobody reads a whole table but the jobs that say why they must (GOV-10); what is required counts as their own. */
export function checkScans({ plugins }: { plugins: readonly LoadedPlugin[] }): ManifestFault[] {
  const scanning = new Set(
    mergePlugins(plugins)
      .functions.filter(({ grants }) =>
        grants.some(({ actions }) => actions.some((action) => action === 'dynamodb:Scan')),
      )
      .map(({ id }) => id),
  );
  return plugins.flatMap((plugin) =>
    Object.entries(plugin.manifest.functions)
      .filter(([name, { scans }]) => !scans && scanning.has(`${plugin.manifest.name}-${name}`))
      .flatMap(([name]) =>
        faultIn(plugin, {
          field: `functions.${name}`,
          message: 'This function may read a whole table and does not say why.',
          remedy: 'Query by key instead, or say in `scans` which job cannot.',
        }),
      ),
  );
}
