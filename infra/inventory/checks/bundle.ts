import { build, type BuildFailure, type Metafile } from 'esbuild';
import { fail, ok, type Result } from '#core/result.ts';
import type { ManifestFault } from '../types.ts';

export interface BundleRequest {
  /** Absolute paths, each with the name of its bundle. */
  readonly entries: readonly { readonly file: string; readonly bundle: string }[];
  readonly root: string;
  readonly external?: readonly string[];
}

/** What is in the bundle of each entry, by name, or why code does not hold together. Writes nothing. */
export async function bundleForCheck({
  entries,
  root,
  external = [],
}: BundleRequest): Promise<
  Result<ReadonlyMap<string, Metafile['outputs'][string]>, ManifestFault[]>
> {
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
    return ok(
      new Map(entries.flatMap(({ bundle }) => entryOf(metafile.outputs[`${bundle}.js`], bundle))),
    );
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return fail(faultsOf(error));
  }
}

const entryOf = <T>(output: T | undefined, bundle: string): [string, T][] =>
  output === undefined ? [] : [[bundle, output]];

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
