import type { Act } from './act.ts';

/**
 * A number of acts, and proof that several persons stand behind it without knowing whom: each act sets one of 32 bits,
 * the slot of its reader. The bits that are set are never more than the persons, and a bit is shared by a thirty-second
 * of all readers (STA-01 counts persons, not loans).
 */
export interface Figure {
  readonly n: number;
  /** 32 bits. */
  readonly slots: number;
}

export const nothing: Figure = { n: 0, slots: 0 };

/** At least so many persons. */
export const personsIn = ({ slots }: Figure): number => slots.toString(2).split('1').length - 1;

export const join = (a: Figure, b: Figure): Figure => ({
  n: a.n + b.n,
  slots: (a.slots | b.slots) >>> 0,
});

/** One act, and the slot of its reader; no slot when nobody knew whose it was. */
interface What {
  readonly act: Act;
  readonly library: string;
  readonly slot?: number | undefined;
}

const figureOf = ({ slot }: What): Figure => ({
  n: 1,
  slots: slot === undefined ? 0 : (1 << slot) >>> 0,
});

/** What was done in a month, by act and library. */
export type Tally = Map<string, Figure>;

const cellOf = ({ act, library }: Omit<What, 'slot'>) => `${act}|${library}`;

export function add(tally: Tally, one: What): void {
  tally.set(cellOf(one), join(tally.get(cellOf(one)) ?? nothing, figureOf(one)));
}

/** The figures of one act, a library each; one that did nothing counts 0. */
export const figuresOf = (
  tally: Tally,
  act: Act,
  libraries: readonly string[],
): Map<string, Figure> =>
  new Map(libraries.map((library) => [library, tally.get(cellOf({ act, library })) ?? nothing]));

/** Those of the commune, and one that has left the network since. */
export function librariesIn(tally: Tally, known: readonly string[]): string[] {
  const counted = [...tally.keys()].map((cell) => cell.slice(cell.indexOf('|') + 1));
  return [...new Set([...known, ...counted])].toSorted();
}
