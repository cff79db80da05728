import { cp, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import * as z from 'zod';
import type { Contribute, Create, Handler } from '#core/entry.ts';
import type { Network } from '#core/network.ts';
import { fonts } from '#core/pdf/fonts.ts';
import type { Runtime } from '#core/runtime.ts';
import { onlyWhatIsRead, plainBuiltins } from './lean.ts';
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

const isFunction = (value: unknown) => typeof value === 'function';
/** The checks of the inventory have seen these exports; their absence here is a bug. */
const EntryModule = z.object({ create: z.custom<Create<unknown>>(isFunction) });
const ContributionModule = z.object({ contribute: z.custom<Contribute<unknown>>(isFunction) });

/** The same function in this process, from the same files. The runtime is the caller's. */
export async function composeLocal(
  fn: Pick<InventoryFunction, 'entry' | 'contributions'>,
  runtime: Runtime,
): Promise<Handler> {
  const { create } = EntryModule.parse(await import(pathToFileURL(fn.entry).href));
  const modules = await Promise.all(
    fn.contributions.map((file) => import(pathToFileURL(file).href)),
  );
  const contributions = modules.map((module) =>
    ContributionModule.parse(module).contribute(runtime),
  );
  return create(runtime, contributions);
}

export interface FunctionBundle {
  readonly id: string;
  /** Folder to upload; the handler is `index.handler`. */
  readonly folder: string;
  /** Size of its modules, without source maps. */
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
  alias: {
    '@aws-sdk/credential-provider-node': join(import.meta.dirname, 'lambda-credentials.ts'),
    'brotli/decompress.js': join(import.meta.dirname, 'brotli.ts'),
  },
  // The SDK loads these two when it meets a browser or a stream of events. No function does; both were in each bundle.
  external: ['bowser', '@smithy/core/event-streams'],
  plugins: [plainBuiltins, onlyWhatIsRead],
  banner: { js: requireBanner },
  outExtension: { '.js': '.mjs' },
  logLevel: 'error',
};

/**
 * Bundles every function to `<outdir>/<id>/index.mjs`, all in one run so that shared sources are parsed once.
 * Same inventory and network → same bytes. `<outdir>/meta.json` is for esbuild's analyser, `<outdir>/wrappers` for the curious.
 */
export async function bundleFunctions(args: {
  inventory: Pick<Inventory, 'functions'>;
  network: Network;
  /** Absolute. */
  outdir: string;
}): Promise<readonly FunctionBundle[]> {
  const { inventory, network, outdir } = args;
  const wrappers = await writeWrappers({ functions: inventory.functions, network, outdir });
  const whole = await bundle(wrappers, { absWorkingDir: outdir, outdir });
  const lazy = wrappers.filter(({ id }) => loadsLater(whole, `${id}/index.mjs`));
  const outputs = { ...whole.outputs };
  for (const wrapper of lazy) {
    const split = { splitting: true, chunkNames: `${wrapper.id}/[name]-[hash]` };
    const parts = await bundle([wrapper], { absWorkingDir: outdir, outdir, ...split });
    Object.assign(outputs, parts.outputs);
  }
  await layFonts(outputs, outdir);
  await writeFile(join(outdir, 'meta.json'), JSON.stringify({ ...whole, outputs }));
  return inventory.functions
    .map(({ id }) => ({ id, folder: join(outdir, id), bytes: bytesOf(outputs, id) }))
    .toSorted(by(({ id }) => id));
}

type Wrapper = Awaited<ReturnType<typeof writeWrappers>>[number];

async function bundle(wrappers: readonly Wrapper[], place: BuildOptions): Promise<Metafile> {
  const entryPoints = wrappers.map(({ id, file }) => ({ in: file, out: `${id}/index` }));
  const { metafile } = await build({ ...options, ...place, metafile: true, entryPoints });
  return metafile;
}

/** Whether code of ours in this bundle imports something when it is first needed: that goes to a file of its own, unread at the start. */
function loadsLater({ inputs, outputs }: Metafile, output: string): boolean {
  const held = outputs[output]?.inputs ?? {};
  return Object.keys(held)
    .filter((input) => !input.includes('node_modules/'))
    .flatMap((input) => inputs[input]?.imports ?? [])
    .some(({ kind, path }) => kind === 'dynamic-import' && (held[path]?.bytesInOutput ?? 0) > 0);
}

/** What `#core/pdf` reads and does not import lies where its bundle finds it, with its licence. */
async function layFonts(outputs: Metafile['outputs'], outdir: string): Promise<void> {
  const printing = Object.entries(outputs).flatMap(([file, { inputs }]) =>
    Object.keys(inputs).some((input) => input.endsWith('layers/core/pdf/fonts.ts')) ? file : [],
  );
  const { resolve: find } = createRequire(import.meta.url);
  const licence = 'dejavu-fonts-ttf/LICENSE';
  for (const file of printing) {
    const folder = join(outdir, dirname(file), 'node_modules');
    for (const read of [...Object.values(fonts), licence]) await cp(find(read), join(folder, read));
  }
}

const bytesOf = (outputs: Metafile['outputs'], id: string) =>
  Object.entries(outputs)
    .filter(([file]) => file.startsWith(`${id}/`) && file.endsWith('.mjs'))
    .reduce((sum, [, { bytes }]) => sum + bytes, 0);

async function writeWrappers(args: {
  functions: readonly InventoryFunction[];
  network: Network;
  outdir: string;
}): Promise<{ id: string; file: string }[]> {
  const folder = join(args.outdir, 'wrappers');
  const networkFile = join(folder, 'network.json');
  await mkdir(folder, { recursive: true });
  await writeFile(networkFile, JSON.stringify(args.network));
  return Promise.all(
    args.functions.map(async (fn) => {
      const file = join(folder, `${fn.id}.mjs`);
      await writeFile(file, composeSource(fn, { networkFile, cloudRuntime }));
      return { id: fn.id, file };
    }),
  );
}

const cloudRuntime = resolve(import.meta.dirname, '../../layers/core/cloud-runtime.ts');
