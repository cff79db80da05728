import { join } from 'node:path';
import type { LoadedPlugin, ManifestFault } from '../types.ts';
import { bundleForCheck } from './bundle.ts';
import { faultIn } from './fault.ts';

/** A manifest is data: it imports schemas and constants, never an SDK, or every reader of the inventory loads it. */
export async function checkWeight(args: {
  root: string;
  plugins: readonly LoadedPlugin[];
}): Promise<readonly ManifestFault[]> {
  const bundles = await bundleForCheck({
    root: args.root,
    entries: args.plugins.map(({ folder, manifest }) => ({
      file: join(folder, 'manifest.ts'),
      bundle: manifest.name,
    })),
    external: ['@aws-sdk/*', '@smithy/*'],
  });
  if (!bundles.ok) return bundles.problem;
  return args.plugins.flatMap((plugin) =>
    (bundles.value.get(plugin.manifest.name)?.external ?? [])
      .filter((path) => /^@(?:aws-sdk|smithy)\//u.test(path))
      .map((path) =>
        faultIn(plugin, {
          field: 'import',
          message: `The manifest loads ${path}.`,
          remedy:
            'Move the schemas that it needs to a file of their own, without the code that uses the SDK.',
        }),
      ),
  );
}
