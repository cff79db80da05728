import * as z from 'zod';
import { dataRules } from '#core/catalogue/rules/data.ts';
import { acts, type Act } from './act.ts';
import { figuresOf, join, librariesIn, nothing, type Figure, type Tally } from './figure.ts';
import { hide, type Hidden } from './suppress.ts';

const { k: outside, internalK: inside } = dataRules['STA-01'].parameters;

/** Who looks: those who publish see what anybody may see; the house sees a little more. */
export const floors = { OUTSIDE: outside, INSIDE: inside } as const;
export type Audience = keyof typeof floors;

/** A figure as it is kept: with the strictest floor that it passes. One that passes none is not kept at all. */
const Cell = z.object({ n: z.int(), k: z.int() }).nullable();
type Cell = z.infer<typeof Cell>;

const Row = z.object({ total: Cell, libraries: z.record(z.string(), Cell) });

/** A closed month of a commune. Nothing in it is smaller than the floor, and nothing leads to a reader (STA-02). */
export const Figures = z.record(z.enum(acts), Row);
export type Figures = z.infer<typeof Figures>;

/** What is kept of a month, decided once and for all: no later question can be played against an earlier one. */
export function closeMonth(tally: Tally, known: readonly string[]): Figures {
  const libraries = librariesIn(tally, known);
  const rows = acts.map((act) => [act, rowOf(figuresOf(tally, act, libraries))]);
  return Figures.parse(Object.fromEntries(rows));
}

function rowOf(figures: ReadonlyMap<string, Figure>): z.infer<typeof Row> {
  const fromInside = hide(figures, floors.INSIDE);
  const fromOutside = hide(figures, floors.OUTSIDE, fromInside);
  const total = [...figures.values()].reduce(join, nothing);
  const passed = (isHidden: (hidden: Hidden) => boolean, { n }: Figure): Cell => {
    if (isHidden(fromInside)) return null;
    return { n, k: isHidden(fromOutside) ? floors.INSIDE : floors.OUTSIDE };
  };
  return {
    total: passed((hidden) => hidden.total, total),
    libraries: Object.fromEntries(
      [...figures].map(([name, figure]) => [name, passed(({ names }) => names.has(name), figure)]),
    ),
  };
}

export type Shown = Readonly<Record<Lowercase<Act>, number | null>>;

/** The figures of one library, or of all (`undefined`), as an audience may see them; `null` is hidden (STA-01). */
export function shownTo(audience: Audience, figures: Figures, library?: string): Shown {
  const seen = (act: Act): number | null => {
    const row = figures[act];
    const cell = library === undefined ? row.total : (row.libraries[library] ?? null);
    return cell && cell.k >= floors[audience] ? cell.n : null;
  };
  return {
    loans: seen('LOANS'),
    renewals: seen('RENEWALS'),
    returns: seen('RETURNS'),
    holds: seen('HOLDS'),
  };
}

export const librariesOf = (figures: Figures): string[] =>
  Object.keys(figures.LOANS.libraries).toSorted();
