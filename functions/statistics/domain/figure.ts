import * as z from 'zod';
import type { Act, Counted } from './act.ts';

/**
 * A number of acts, and proof that several persons stand behind it without knowing whom: each act sets one of 32 bits,
 * chosen by a keyed hash of reader and month. The bits that are set are never more than the persons, and a bit is shared
 * by a thirty-second of all readers (STA-01 counts persons, not loans).
 */
export interface Figure {
  readonly n: number;
  /** 32 bits. */
  readonly slots: number;
}

export const slotCount = 32;
export const nothing: Figure = { n: 0, slots: 0 };

/** At least so many persons. */
export const personsIn = ({ slots }: Figure): number => slots.toString(2).split('1').length - 1;

export const join = (a: Figure, b: Figure): Figure => ({
  n: a.n + b.n,
  slots: (a.slots | b.slots) >>> 0,
});

/**
 * What a batch said, while its month runs: act and library → a short keyed hash of each event with the slot of its reader
 * (`aZ3-_bQ1.17`; no slot when the reader is not known).
 */
export const Said = z.record(z.string(), z.array(z.string()));
export type Said = z.infer<typeof Said>;

const cellOf = ({ act, library }: { act: Act; library: string }) => `${act}|${library}`;

/** 48 bits: among a hundred thousand events of a month, two that are taken for one come once in fifty thousand months. */
const signLength = 8;

/** @param slots 0–31 of each reader, in the month that is counted */
export function sayActs(counted: readonly Counted[], slots: ReadonlyMap<string, number>): Said {
  const said = new Map<string, string[]>();
  for (const one of counted) {
    const slot = slots.get(one.subjectRef ?? '') ?? '';
    const entry = `${one.sign.slice(0, signLength)}.${String(slot)}`;
    said.set(cellOf(one), [...(said.get(cellOf(one)) ?? []), entry]);
  }
  return Object.fromEntries(said);
}

/** All that was said of a month, each event once (STA-02). */
export type Heard = Map<string, Map<string, string>>;

export function hear(heard: Heard, said: Said): void {
  for (const [cell, entries] of Object.entries(said)) {
    const events = heard.get(cell) ?? new Map<string, string>();
    heard.set(cell, events);
    for (const entry of entries) {
      const [sign = '', slot = ''] = entry.split('.');
      events.set(sign, slot);
    }
  }
}

/** The figures of one act, a library each; one that did nothing counts 0. */
export function figuresOf(
  heard: Heard,
  act: Act,
  libraries: readonly string[],
): Map<string, Figure> {
  return new Map(
    libraries.map((library) => {
      const slots = [...(heard.get(cellOf({ act, library }))?.values() ?? [])];
      const figures = slots.map((slot) => ({ n: 1, slots: bitOf(slot) }));
      return [library, figures.reduce(join, nothing)];
    }),
  );
}

const bitOf = (slot: string): number => (slot === '' ? 0 : (1 << Number(slot)) >>> 0);

/** Those of the commune, and one that has left the network since. */
export const librariesIn = (heard: Heard, known: readonly string[]): string[] => {
  const counted = [...heard.keys()].map((cell) => cell.slice(cell.indexOf('|') + 1));
  return [...new Set([...known, ...counted])].toSorted();
};
