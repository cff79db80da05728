import { stringify } from 'yaml';
import type { Network } from '#core/network.ts';
import type { Locale } from '#core/text.ts';
import { fieldAt } from '../fields.ts';
import { keysAt } from '../json-schema.ts';
import type { Path } from '../source.ts';

/** What is short enough for one line, and carries no comment inside. */
const inOneLine = new Set([
  'smsWindow',
  'communes.*.dpo',
  'communes.*.libraries.*',
  'communes.*.signoffs.*',
  'communes.*.electedNames',
  'elections.*',
  'identity.roleNames.*',
  'identity.communeNames.*',
]);

interface Pen {
  readonly locale: Locale;
  /** Each key is explained the first time that it appears. */
  isFirst(path: Path): boolean;
}

/**
 * A network as the file that people keep: every key with what it is for, and the keys that are left out as comments,
 * ready to be filled in. What it writes, `readNetwork` reads as the same network.
 */
export function writeNetwork(network: Network, locale: Locale): string {
  const explained = new Set<string>();
  const isFirst = (path: Path): boolean => {
    const isNew = !explained.has(patternOf(path));
    explained.add(patternOf(path));
    return isNew;
  };
  const lines = blockLines(network, [], { locale, isFirst });
  return ['# yaml-language-server: $schema=./network.schema.json', ...lines, ''].join('\n');
}

function blockLines(block: unknown, path: Path, pen: Pen): readonly string[] {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(block ?? {});
  const present = entries.map(([key]) => key);
  return [
    ...entries.flatMap(([key, value]) => pairLines(key, value, { path: [...path, key], pen })),
    ...keysAt(path)
      .filter((key) => !present.includes(key))
      .flatMap((key) => blankLines([...path, key], pen)),
  ];
}

function pairLines(
  key: string,
  value: unknown,
  { path, pen }: { path: Path; pen: Pen },
): readonly string[] {
  const help = pen.isFirst(path) ? helpLines(path, pen.locale) : [];
  if (isLine(value, path)) return [...help, `${key}: ${oneLine(value)}`];
  const inside = Array.isArray(value)
    ? value.flatMap((item: unknown, at) => itemLines(item, [...path, at], pen))
    : blockLines(value, path, pen);
  return [...help, `${key}:`, ...inside.map((line) => `  ${line}`)];
}

/** The comment of its first key stands above the dash. */
function itemLines(item: unknown, path: Path, pen: Pen): readonly string[] {
  if (isLine(item, path)) return [`- ${oneLine(item)}`];
  const lines = blockLines(item, path, pen);
  const first = lines.findIndex((line) => !line.startsWith('#'));
  return lines.map((line, at) => {
    if (at < first) return line;
    return `${at === first ? '- ' : '  '}${line}`;
  });
}

/** A key that is left out: its explanation and an example, once. */
function blankLines(path: Path, pen: Pen): readonly string[] {
  if (!pen.isFirst(path)) return [];
  const example = fieldAt(path)?.example ?? '';
  return [...helpLines(path, pen.locale), `# ${String(path.at(-1))}: ${example}`.trimEnd()];
}

const helpLines = (path: Path, locale: Locale): readonly string[] => {
  const help = fieldAt(path)?.help[locale];
  return help === undefined ? [] : [`# ${help}`];
};

const patternOf = (path: Path): string =>
  path.map((step) => (typeof step === 'number' ? '*' : String(step))).join('.');

function isLine(value: unknown, path: Path): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return inOneLine.has(patternOf(path)) || (Array.isArray(value) && value.length === 0);
}

const oneLine = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0, singleQuote: true }).trim();
