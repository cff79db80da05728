import { join, nothing, personsIn, type Figure } from './figure.ts';

/** What is not shown of figures and their total. */
export interface Hidden {
  readonly total: boolean;
  readonly names: ReadonlySet<string>;
}

const none: Hidden = { total: false, names: new Set() };

/**
 * STA-01: a figure behind which fewer than `k` persons stand is hidden, 0 like the rest; then so many others, the smallest
 * first, that what the total betrays of the hidden ones is the sum of several and stands for `k` persons itself.
 * @param already what is hidden from those who see more: it stays hidden, so that two tables say no more than one
 */
export function hide(
  figures: ReadonlyMap<string, Figure>,
  k: number,
  already: Hidden = none,
): Hidden {
  const isSmall = (figure: Figure) => personsIn(figure) < k;
  const all: Hidden = { total: true, names: new Set(figures.keys()) };
  if (already.total || isSmall(sum(figures.values()))) return all;
  const hidden = new Map(
    [...figures].filter(([name, one]) => already.names.has(name) || isSmall(one)),
  );
  const shown = [...figures].filter(([name]) => !hidden.has(name)).toSorted(smallestFirst);
  while (hidden.size > 0 && (hidden.size < 2 || isSmall(sum(hidden.values())))) {
    const next = shown.shift();
    if (!next) return all;
    hidden.set(...next);
  }
  return { total: false, names: new Set(hidden.keys()) };
}

const sum = (figures: Iterable<Figure>): Figure => [...figures].reduce(join, nothing);

/** The fewest acts are lost to the reader; the name only makes the order total. */
const smallestFirst = ([a, one]: [string, Figure], [b, other]: [string, Figure]): number =>
  one.n - other.n || (a < b ? -1 : 1);
