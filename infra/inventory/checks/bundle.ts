import { build, type BuildFailure, type Metafile } from 'esbuild';
import { fail, ok, type Result } from '#core/result.ts';
import type { ManifestFault } from '../types.ts';

export interface BundleRequest {
  /** Absolute paths, each with the name of its bundle. */
  readonly entries: readonly { readonly file: string; readonly bundle: string }[];
  readonly root: string;
  readonly external?: readonly string[];
}

export interface CheckedBundle {
  /** Files of which code is left, relative to `root`. */
  readonly files: readonly string[];
  /** All files that its modules import, used or shaken away, and itself. */
  readonly imported: ReadonlySet<string>;
  /** Packages left out by `external` that it still imports. */
  readonly external: readonly string[];
}

/** What is in the bundle of each entry, by name, or why code does not hold together. Writes nothing. */
export async function bundleForCheck({
  entries,
  root,
  external = [],
}: BundleRequest): Promise<Result<ReadonlyMap<string, CheckedBundle>, ManifestFault[]>> {
  try {
    const { metafile } = await build({
      entryPoints: entries.map(({ file, bundle }) => ({ in: file, out: bundle })),
      external: [...external],
      absWorkingDir: root,
      outdir: root,
      write: false,
      bundle: true,
      treeShaking: true,
      metafile: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      mainFields: ['module', 'main'],
      jsx: 'automatic',
      jsxImportSource: 'preact',
      logLevel: 'silent',
    });
    return ok(new Map(entries.map(({ bundle }) => [bundle, bundleOf(metafile, bundle)])));
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return fail(faultsOf(error));
  }
}

function bundleOf({ outputs, inputs }: Metafile, bundle: string): CheckedBundle {
  const output = outputs[`${bundle}.js`];
  if (output?.entryPoint === undefined) throw new Error(`esbuild made no bundle ${bundle}`);
  return {
    files: Object.entries(output.inputs).flatMap(([file, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [file] : [],
    ),
    imported: importedFrom(output.entryPoint, inputs),
    external: output.imports.flatMap(({ path, external: left }) => (left ? [path] : [])),
  };
}

function importedFrom(entry: string, inputs: Metafile['inputs']): Set<string> {
  const reached = new Set([entry]);
  // A set grows while it is walked: each file is visited once.
  for (const file of reached) {
    for (const { path } of inputs[file]?.imports ?? []) reached.add(path);
  }
  return reached;
}

const isBuildFailure = (error: unknown): error is BuildFailure =>
  typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors);

/** The same broken import is met from many entries, and said once. */
function faultsOf({ errors }: BuildFailure): ManifestFault[] {
  const faults = errors.map(({ text, location }) => ({
    file: location?.file ?? 'functions',
    field: location ? `line ${String(location.line)}` : '',
    message: `${text}.`,
    remedy: 'Correct the import or what it names; `npm run typecheck` says more.',
  }));
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}
