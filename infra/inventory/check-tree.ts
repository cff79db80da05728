import { checkComplete } from './checks/complete.ts';
import { checkGrants } from './checks/grants.ts';
import { checkScans } from './checks/scans.ts';
import { checkSources } from './checks/sources.ts';
import { checkWeight } from './checks/weight.ts';
import { loadPlugins } from './load.ts';
import type { ManifestFault } from './types.ts';

/** Every check there is on a tree: manifests first, then the code behind them. No fault: it may be deployed. */
export async function checkTree({ root }: { root: string }): Promise<readonly ManifestFault[]> {
  const plugins = await loadPlugins({ root });
  if (!plugins.ok) return plugins.problem;
  const sources = checkSources(plugins.value);
  // Entries without the right export or with foreign imports do not bundle to what would be deployed.
  if (sources.length > 0) return sources;
  const tree = { root, plugins: plugins.value };
  return [
    ...checkComplete(tree),
    ...checkScans(tree),
    ...(await checkWeight(tree)),
    ...(await checkGrants(tree)),
  ];
}

/** Faults as a developer reads them in a terminal: place, what is wrong, what to do. */
export function describeFaults(faults: readonly ManifestFault[]): string {
  return faults
    .map(
      ({ file, field, message, remedy }) =>
        `${file}${field && ` › ${field}`}\n  ✗ ${message}\n  → ${remedy}\n`,
    )
    .join('\n');
}
