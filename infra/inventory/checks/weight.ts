import { join } from 'node:path';
import { build } from 'esbuild';
import { faultIn } from './fault.ts';
import type { LoadedPlugin, ManifestFault } from '../types.ts';

/** A manifest is data: it imports schemas and constants, never an SDK, or every reader of the inventory loads it. */
export async function checkWeight(plugins: readonly LoadedPlugin[]): Promise<ManifestFault[]> {
  const { metafile } = await build({
    entryPoints: plugins.map(({ folder, manifest }) => ({ in: join(folder, 'manifest.ts'), out: manifest.name })),
    absWorkingDir: '/',
    outdir: '/manifests',
    write: false,
    bundle: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    external: ['@aws-sdk/*', '@smithy/*'],
    logLevel: 'silent',
  });
  return plugins.flatMap((plugin) => {
    const imports = metafile.outputs[`manifests/${plugin.manifest.name}.js`]?.imports ?? [];
    return imports
      .filter(({ path }) => /^@(?:aws-sdk|smithy)\//u.test(path))
      .map(({ path }) =>
        faultIn(plugin, {
          field: 'import',
          message: `The manifest loads ${path}.`,
          remedy: 'Move the schemas that it needs to a file of their own, without the code that uses the SDK.',
        }),
      );
  });
}
