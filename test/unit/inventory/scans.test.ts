import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkScans } from '../../../infra/inventory/checks/scans.ts';
import { loadPlugins } from '../../../infra/inventory/load.ts';
import type { LoadedPlugin } from '../../../infra/inventory/types.ts';

const loaded = await loadPlugins({ root: resolve(import.meta.dirname, '../../..') });
if (!loaded.ok) throw new Error('no plugins');
const plugins = loaded.value;

/** The same plugin with functions that do not say why they scan. */
const silent = (plugin: LoadedPlugin): LoadedPlugin => ({
  ...plugin,
  manifest: {
    ...plugin.manifest,
    functions: Object.fromEntries(
      Object.entries(plugin.manifest.functions).map(([name, { scans: _why, ...spec }]) => [
        name,
        spec,
      ]),
    ),
  },
});

describe('[GOV-10] a function that may read a whole table', () => {
  it('says why in its manifest, or the build fails, also when it only requires what scans', () => {
    expect(checkScans({ plugins })).toEqual([]);
    const faults = checkScans({ plugins: plugins.map(silent) });
    expect(faults.map(({ field }) => field)).toContain('functions.reconcile');
    expect(faults.length).toBeLessThan(4);
  });
});
