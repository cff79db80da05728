import { Document, isMap, isScalar, isSeq, visit, type Pair, type YAMLMap } from 'yaml';
import type { Network } from '#core/network.ts';
import type { Locale } from '#core/text.ts';
import { fields } from '../fields.ts';
import { keysAt } from '../json-schema.ts';
import type { Path } from '../source.ts';

/** What is short enough for one line. */
const inOneLine = new Set([
  'smsWindow',
  'communes.*.dpo',
  'communes.*.libraries.*',
  'communes.*.libraries.*.ilsCodes',
  'communes.*.signoffs.*',
  'communes.*.electedNames',
  'elections.*',
]);

/** Before these keys a blank line helps the eye. */
const opensPart = new Set(['identity', 'sender', 'smsWindow', 'communes', 'elections']);

/**
 * A network as the file that people keep: every key with what it is for, the first time that it appears, and the
 * keys that are left out as comments, ready to be filled in.
 */
export function writeNetwork(network: Network, locale: Locale): string {
  const document = new Document(network);
  document.commentBefore = ' yaml-language-server: $schema=./network.schema.json';
  const explained = new Set<string>();
  walk(document.contents, [], (path, pair) => {
    const pattern = patternOf(path);
    const { key, value } = pair;
    if (!isScalar(key)) return;
    if (isMap(value) || isSeq(value)) value.flow = inOneLine.has(pattern) || value.items.length === 0;
    key.spaceBefore = opensPart.has(pattern);
    if (explained.has(pattern)) return;
    explained.add(pattern);
    key.commentBefore = ` ${fields[pattern]?.help[locale] ?? ''}`;
  });
  visit(document, { Map: (_, map) => void completeItems(map) });
  if (isMap(document.contents)) leaveBlanks(document.contents, locale);
  return document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: true });
}

type Visit = (path: Path, pair: Pair) => void;

/** Pairs of all block maps; what stands in one line carries no comments. */
function walk(node: unknown, path: Path, visitPair: Visit): void {
  if (isSeq(node)) {
    node.items.forEach((item, at) => {
      const inside = [...path, at];
      if (isMap(item)) item.flow = inOneLine.has(patternOf(inside));
      if (!isMap(item) || !item.flow) walk(item, inside, visitPair);
    });
  }
  if (!isMap(node)) return;
  for (const pair of node.items) {
    const inside = [...path, isScalar(pair.key) ? String(pair.key.value) : ''];
    visitPair(inside, pair);
    if (!inOneLine.has(patternOf(inside))) walk(pair.value, inside, visitPair);
  }
}
