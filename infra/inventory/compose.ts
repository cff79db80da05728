import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import type { Contribute, Create, Handler } from '#core/entry.ts';
import type { Network } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { by } from './merge.ts';
import type { Inventory, InventoryFunction } from './types.ts';

/**
 * Source of the module that AWS calls for a function: the entry, what it composes, the network and the runtime of
 * the cloud. Written here, so that no handler file reads the environment and none is imported by another plugin.
 *
 * @param place.networkFile absolute path of the network as JSON
 * @param place.cloudRuntime module that exports `cloudRuntime(network)`
 */
export function composeSource(
  fn: Pick<InventoryFunction, 'entry' | 'contributions'>,
  place: { networkFile: string; cloudRuntime: string },
): string {
  const contributions = fn.contributions.map((_, at) => `contribute${String(at)}`);
  return [
    `import { create } from ${JSON.stringify(fn.entry)};`,
    ...fn.contributions.map(
      (file, at) =>
        `import { contribute as contribute${String(at)} } from ${JSON.stringify(file)};`,
    ),
    `import network from ${JSON.stringify(place.networkFile)} with { type: 'json' };`,
    `import { cloudRuntime } from ${JSON.stringify(place.cloudRuntime)};`,
    '',
    'const runtime = cloudRuntime(network);',
    `const contributions = [${contributions.join(', ')}].map((contribute) => contribute(runtime));`,
    'export const handler = create(runtime, contributions);',
    '',
  ].join('\n');
}

/** The same function in this process, from the same files. The runtime is the caller's. */
export async function composeLocal(
  fn: Pick<InventoryFunction, 'entry' | 'contributions'>,
  runtime: Runtime,
): Promise<Handler> {
  const create = await importFunction<Create<unknown>>(fn.entry, 'create');
  const contribute = await Promise.all(
    fn.contributions.map((file) => importFunction<Contribute<unknown>>(file, 'contribute')),
  );
  return create(
    runtime,
    contribute.map((one) => one(runtime)),
  );
}

/** The checks of the inventory have seen the export; its absence here is a bug. */
async function importFunction<F>(file: string, name: string): Promise<F> {
  const module: Record<string, F> = await import(pathToFileURL(file).href);
  const exported = module[name];
  if (typeof exported !== 'function') throw new Error(`${file} does not export ${name}`);
  return exported;
}

export interface FunctionBundle {
  readonly id: string;
  /** Folder to upload; the handler is `index.handler`. */
  readonly folder: string;
  /** Size of `index.mjs`, without its source map. */
  readonly bytes: number;
}

/** Some packages of the SDK's graph still call `require`; the name must not meet one of the bundle. */
const requireBanner =
  "import { createRequire as __createRequireOfBundle } from 'node:module';const require = __createRequireOfBundle(import.meta.url);";

const options: BuildOptions = {
  bundle: true,
  treeShaking: true,
  minify: true,
  metafile: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  sourcemap: 'linked',
  sourcesContent: false,
  banner: { js: requireBanner },
  outExtension: { '.js': '.mjs' },
  logLevel: 'error',
};

/**
 * Bundles every function to `<outdir>/<id>/index.mjs`, all in one run so that shared sources are parsed once.
 * Same inventory and network → same bytes. Also writes `<outdir>/meta.json` for esbuild's analyser.
 */
export async function bundleFunctions(args: {
  inventory: Pick<Inventory, 'functions'>;
  network: Network;
  /** Absolute. */
  outdir: string;
}): Promise<readonly FunctionBundle[]> {
  const { inventory, network, outdir } = args;
  const networkFile = join(outdir, 'network.json');
  await mkdir(outdir, { recursive: true });
  await writeFile(networkFile, JSON.stringify(network));
  const { metafile } = await build({
    ...options,
    metafile: true,
    absWorkingDir: outdir,
    outdir,
    entryPoints: inventory.functions.map(({ id }) => ({
      in: `${scheme}${id}`,
      out: `${id}/index`,
    })),
    plugins: [wrappers(inventory.functions, networkFile)],
  });
  await writeFile(join(outdir, 'meta.json'), JSON.stringify(metafile));
  return inventory.functions
    .map(({ id }) => ({
      id,
      folder: join(outdir, id),
      bytes: metafile.outputs[`${id}/index.mjs`]?.bytes ?? 0,
    }))
    .toSorted(by(({ id }) => id));
}

const scheme = 'wrapper:';

/** Serves the composed sources to esbuild without writing them. Its filters are Go expressions: no `u` flag. */
function wrappers(functions: readonly InventoryFunction[], networkFile: string): Plugin {
  return {
    name: 'wrappers',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^wrapper:/ }, ({ path }) => ({
        path: path.slice(scheme.length),
        namespace: 'wrapper',
      }));
      onLoad({ filter: /./, namespace: 'wrapper' }, ({ path }) => {
        const fn = functions.find(({ id }) => id === path);
        if (!fn) return undefined;
        const contents = composeSource(fn, { networkFile, cloudRuntime: '#core/cloud-runtime.ts' });
        return { contents, loader: 'js', resolveDir: dirname(fn.entry) };
      });
    },
  };
}
