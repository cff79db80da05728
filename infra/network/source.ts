import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type Pair,
  visit,
} from 'yaml';
import type { Place } from './fault.ts';

export type Path = readonly PropertyKey[];

/** A key or a value as written, found without following aliases: each character of the file is seen once. */
export interface Written {
  readonly text: string;
  readonly kind: 'KEY' | 'VALUE';
  readonly place: Place;
}

/** A network file, read: the plain data that it says and where each piece of it stands. */
export interface Source {
  readonly lines: readonly string[];
  /** With aliases and merges resolved; undefined when the text is not YAML. */
  readonly value: unknown;
  readonly errors: readonly { readonly code: string; readonly place: Place }[];
  readonly written: readonly Written[];
  has(path: Path): boolean;
  /** Place of the value, or of the nearest thing around it that exists. */
  placeOf(path: Path): Place;
  placeOfKey(path: Path): Place;
  /** Like `placeOf`, but what stands behind an alias (`*all`) is where the alias is used. */
  placeOfUse(path: Path): Place;
  /** Every value whose path fits `communes.*.id`, in the order of the file. */
  matching(pattern: string): readonly { readonly path: Path; readonly value: unknown }[];
}

export function openSource(text: string): Source {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, merge: true, prettyErrors: false });
  const place = (offset: number | undefined): Place => {
    const { line, col } = counter.linePos(offset ?? 0);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const lost = danglingAliases(document);
  const data = lost.length > 0 ? { value: undefined, tooManyAliases: false } : plain(document);
  const start = (node: Node | undefined) => place(node?.range?.[0]);
  return {
    lines: text.split(/\r?\n/u),
    value: data.value,
    errors: [
      ...document.errors.map(({ code, pos }) => ({ code, place: place(pos[0]) })),
      ...lost.map((alias) => ({ code: 'BAD_ALIAS', place: start(alias) })),
      ...(data.tooManyAliases ? [{ code: 'ALIASES', place: place(0) }] : []),
    ],
    written: writtenIn(document, place),
    has: (path) => walk(document, path).found,
    placeOf: (path) => start(walk(document, path).node),
    placeOfKey: (path) => start(keyOf(document, path) ?? walk(document, path).node),
    placeOfUse: (path) => {
      const { alias, node } = walk(document, path);
      return start(alias ?? node);
    },
    matching: (pattern) => matchesIn(data.value, pattern.split('.'), []),
  };
}

/** The parser stops at a hundred uses of an alias within aliases: such a file is an attack, not a network. */
function plain(document: Document.Parsed): { value: unknown; tooManyAliases: boolean } {
  if (document.errors.length > 0) return { value: undefined, tooManyAliases: false };
  try {
    const value: unknown = document.toJS();
    return { value, tooManyAliases: false };
  } catch {
    return { value: undefined, tooManyAliases: true };
  }
}

/** Uses of an anchor that is not there. */
function danglingAliases(document: Document.Parsed): readonly Node[] {
  const lost: Node[] = [];
  visit(document, {
    Alias(_, alias) {
      if (!alias.resolve(document)) lost.push(alias);
    },
  });
  return lost;
}

interface Walked {
  readonly node: Node | undefined;
  readonly alias: Node | undefined;
  readonly found: boolean;
}

function walk(document: Document, path: Path): Walked {
  let node: Node | undefined = document.contents ?? undefined;
  let alias: Node | undefined;
  for (const key of path) {
    const next = childOf(document, node, key);
    if (!next) return { node, alias, found: false };
    if (isAlias(next)) alias ??= next;
    node = resolved(document, next);
  }
  return { node, alias, found: node !== undefined };
}

function childOf(document: Document, node: unknown, key: PropertyKey): Node | undefined {
  if (isSeq(node)) {
    const item: unknown = node.items[Number(key)];
    return isNode(item) ? item : undefined;
  }
  const pair = pairOf(document, node, key);
  if (!pair) return undefined;
  return isNode(pair.value) ? pair.value : nodeOf(pair.key);
}

/** The pair of a key, looked for in what is merged (`<<: *base`) when the map itself has none. */
function pairOf(document: Document, node: unknown, key: PropertyKey): Pair | undefined {
  if (!isMap(node)) return undefined;
  const own = node.items.find((pair) => keyName(pair) === String(key));
  if (own) return own;
  return node.items
    .filter((pair) => keyName(pair) === '<<')
    .flatMap(({ value }) => mergedMaps(document, value))
    .flatMap((map) => pairOf(document, map, key) ?? [])[0];
}

function mergedMaps(document: Document, value: unknown): readonly unknown[] {
  const target = isNode(value) ? resolved(document, value) : undefined;
  if (!isSeq(target)) return [target];
  return target.items.map((item) => (isNode(item) ? resolved(document, item) : undefined));
}

function keyOf(document: Document, path: Path): Node | undefined {
  const last = path.at(-1);
  if (last === undefined) return undefined;
  const pair = pairOf(document, walk(document, path.slice(0, -1)).node, last);
  return nodeOf(pair?.key);
}

const nodeOf = (value: unknown): Node | undefined => (isNode(value) ? value : undefined);
/** The parser turns the key `<<` into a symbol of that name. */
const keyName = ({ key }: Pair): string | undefined => {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'symbol' ? key.value.description : String(key.value);
};
const resolved = (document: Document, node: Node): Node | undefined =>
  isAlias(node) ? node.resolve(document) : node;

function writtenIn(document: Document, place: (offset?: number) => Place): readonly Written[] {
  const written: Written[] = [];
  visit(document, {
    Scalar(key, { value, range }) {
      written.push({
        text: String(value),
        kind: key === 'key' ? 'KEY' : 'VALUE',
        place: place(range?.[0]),
      });
    },
  });
  return written;
}

function matchesIn(
  value: unknown,
  [head, ...rest]: readonly string[],
  path: Path,
): readonly { path: Path; value: unknown }[] {
  if (head === undefined) return [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  if (head === '*') {
    return Array.isArray(value)
      ? value.flatMap((item, at) => matchesIn(item, rest, [...path, at]))
      : [];
  }
  const found = Object.entries(value).find(([key]) => key === head);
  return found ? matchesIn(found[1], rest, [...path, head]) : [];
}
