import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Loader, Plugin } from 'esbuild';
import ts from 'typescript';

/* eslint-disable require-unicode-regexp -- because esbuild reads a filter as a pattern of Go, which has no flag `u` */
const nodeModule = /^node:/;
const anyModule = /^/;
const ourSource = /[/\\](?:functions|layers)[/\\].*\.tsx?$/;
/* eslint-enable require-unicode-regexp */

/**
 * Node's own modules as they are. An `import` of one makes a module of all that it exports, and so calls every getter:
 * streams for `fs`, argon2 for `crypto`, undici for `http`, whoever needs them or not (docs/adr/0025).
 */
export const plainBuiltins: Plugin = {
  name: 'plain-builtins',
  setup(build) {
    build.onResolve({ filter: nodeModule }, ({ path, kind }) =>
      kind === 'import-statement'
        ? { path, namespace: 'builtin', sideEffects: false }
        : { path, external: true },
    );
    build.onLoad({ filter: anyModule, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/**
 * Leaves out what no function reads (docs/adr/0025): of a manifest all but its routes, of a route its responses, and
 * each constant that nothing in the bundle refers to. These are schemas above all, and a start pays for each of them.
 */
export const onlyWhatIsRead: Plugin = {
  name: 'only-what-is-read',
  setup(build) {
    build.onLoad({ filter: ourSource }, async ({ path }) => ({
      contents: withoutUnread(path, await readFile(path, 'utf8')),
      loader: extname(path).slice(1) as Loader,
    }));
  },
};

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The same source without it. What is left stands where it stood, but for manifests, whose code never runs later. */
export function withoutUnread(path: string, text: string): string {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const edits = [
    ...source.statements.flatMap(constantsOf).flatMap(pure),
    ...(basename(path) === 'manifest.ts' ? unreadOf(source).map(emptied) : []),
  ].toSorted((a, b) => a.from - b.from);
  const kept = edits.map(({ from, text: put }, at) => text.slice(edits[at - 1]?.to, from) + put);
  return kept.join('') + text.slice(edits.at(-1)?.to);
}

const constantsOf = (statement: ts.Statement) =>
  ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.flatMap(({ initializer }) => initializer ?? [])
    : [];

/**
 * `"sideEffects": false` says of whole modules what this mark says of their constants: computing them has no effect.
 * esbuild drops such a call when its result is unused, and otherwise puts what it returns in its place.
 */
function pure(constant: ts.Expression): Edit[] {
  if (ts.isLiteralExpression(constant) || ts.isFunctionLike(constant)) return [];
  const [start, end] = [constant.getStart(), constant.end];
  return [
    { from: start, to: start, text: '/* @__PURE__ */ (() => (' },
    { from: end, to: end, text: '))()' },
  ];
}

/** What the inventory reads of a manifest and `httpFunction` does not. */
function unreadOf(node: ts.Node): ts.Expression[] {
  if (ts.isPropertyAssignment(node) && isUnread(node)) return [node.initializer];
  return node.getChildren().flatMap(unreadOf);
}

function isUnread({ name, initializer, parent }: ts.PropertyAssignment): boolean {
  const isOfPlugin =
    ts.isCallExpression(parent.parent) && parent.parent.expression.getText() === 'definePlugin';
  if (isOfPlugin) return name.getText() !== 'routes';
  return (
    name.getText() === 'responses' &&
    ts.isObjectLiteralExpression(initializer) &&
    initializer.properties.every(isOfStatus)
  );
}

const isOfStatus = ({ name }: ts.ObjectLiteralElementLike) =>
  name !== undefined && ts.isNumericLiteral(name);

const emptied = (unread: ts.Expression): Edit => ({
  from: unread.getStart(),
  to: unread.end,
  text: '{}',
});
