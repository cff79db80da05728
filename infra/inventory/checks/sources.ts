import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { declarationsOf, faultIn } from './fault.ts';
import type { LoadedPlugin, ManifestFault } from '../types.ts';

/** What manifests cannot show: that entries export what is called, and that plugins keep to their rooms. */
export function checkSources(plugins: readonly LoadedPlugin[]): ManifestFault[] {
  return plugins.flatMap((plugin) => [...checkExports(plugin), ...checkImports(plugin, plugins)]);
}

/** Entries of functions export `create`, entries of contributions `contribute` (`#core/entry.ts`). */
function checkExports(plugin: LoadedPlugin): ManifestFault[] {
  return declarationsOf(plugin)
    .map(({ field, spec }) => ({
      field,
      entry: spec.entry,
      wanted: 'to' in spec ? 'contribute' : 'create',
    }))
    .filter(({ entry, wanted }) => !exportsOf(join(plugin.folder, entry)).has(wanted))
    .map(({ field, entry, wanted }) =>
      faultIn(plugin, {
        field: `${field}.entry`,
        message: `${entry} does not export ${wanted}.`,
        remedy: `Write \`export const ${wanted}\` as layers/core/entry.ts shows.`,
      }),
    );
}

function exportsOf(file: string): Set<string> {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return new Set(source.statements.flatMap(exportedNames));
}

function exportedNames(statement: ts.Statement): string[] {
  if (ts.isExportDeclaration(statement)) return namesOfClause(statement.exportClause);
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isFunctionDeclaration(statement)) return statement.name ? [statement.name.text] : [];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) =>
    ts.isIdentifier(name) ? [name.text] : [],
  );
}

const namesOfClause = (clause: ts.NamedExportBindings | undefined) =>
  clause && ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [];

/** A plugin imports of another at most `provides.ts`, only when it requires it, and never `infra`. */
function checkImports(plugin: LoadedPlugin, all: readonly LoadedPlugin[]): ManifestFault[] {
  const root = resolve(plugin.folder, '../..');
  const required = new Set(declarationsOf(plugin).flatMap(({ spec }) => spec.requires ?? []));
  return sourceFiles(plugin.folder).flatMap((file) =>
    importsOf(file).flatMap((imported) => {
      const finding = importFinding({ imported: relative(root, imported), plugin, all, required });
      return finding ? [{ file: relative(root, file), field: 'import', ...finding }] : [];
    }),
  );
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/u.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

/** Absolute paths of what a file imports by a relative path, types included. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => resolve(dirname(file), name));
}

function importFinding(args: {
  imported: string;
  plugin: LoadedPlugin;
  all: readonly LoadedPlugin[];
  required: ReadonlySet<string>;
}): { message: string; remedy: string } | undefined {
  const [area, other, ...path] = args.imported.split(sep);
  if (area === 'infra') {
    return {
      message: `Imports ${args.imported}: a function never knows how it is deployed.`,
      remedy: 'Move what is needed to layers/core, or receive it through the Runtime.',
    };
  }
  if (area !== 'functions' || other === undefined || other === basename(args.plugin.folder))
    return undefined;
  return path.join(sep) === 'provides.ts'
    ? requiredFinding(other, args)
    : insideFinding(args.imported, other);
}

const insideFinding = (imported: string, other: string) => ({
  message: `Imports ${imported}, which is inside the plugin ${other}.`,
  remedy: `Import functions/${other}/provides.ts and require its interface, or consume an event of ${other}.`,
});

function requiredFinding(
  other: string,
  args: { all: readonly LoadedPlugin[]; required: ReadonlySet<string> },
) {
  const provided = Object.keys(
    args.all.find(({ manifest }) => manifest.name === other)?.manifest.provides ?? {},
  );
  if (provided.some((name) => args.required.has(name))) return undefined;
  return {
    message: `Imports provides.ts of ${other}, but no function of this plugin requires an interface of it.`,
    remedy: `Add requires to the function that calls it, one of: ${provided.join(', ') || `nothing, ${other} provides none`}.`,
  };
}
