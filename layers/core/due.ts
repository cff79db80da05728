import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { epochSeconds } from './calendar.ts';
import type { RecordLines, SweepReport } from './contributions.ts';
import {
  absent,
  connect,
  deleteItem,
  deleteItems,
  getItem,
  partition,
  putItem,
  queryAll,
  queryPages,
  updateItem,
  type Expression,
  type Key,
  type Store,
} from './dynamo.ts';
import type { RuleId } from './problem.ts';
import type { Runtime } from './runtime.ts';

/**
 * What leaves together: a partition of the table, or the part of it before a sort key. Rows of a category that the
 * slip counts (RET-21) carry `category` and the local date `on`; the others leave without being counted.
 */
const Parcel = z.object({
  commune: z.string(),
  /** Epoch seconds of the purge instant. */
  purgeAt: z.int(),
  /** The partition. */
  parcel: z.string(),
  /** Only rows whose sort key stands before this one. */
  before: z.string().optional(),
});
export type Parcel = z.infer<typeof Parcel>;

const Tally = z.object({ category: z.string(), found: z.int(), from: z.string(), to: z.string() });
type Tally = z.infer<typeof Tally>;

const Entry = Parcel.extend({
  sk: z.string(),
  /** From when it may be closed, epoch seconds. */
  closes: z.int(),
  tallies: z.array(Tally).default([]),
  /** Rows up to this sort key have been counted. */
  counted: z.string().default(''),
});
type Entry = z.infer<typeof Entry>;

const Row = z.object({
  sk: z.string(),
  category: z.string().optional(),
  on: z.string().default(''),
});
type Row = z.infer<typeof Row>;

/** A plugin's table with the calendar of what leaves it, in the same table. */
export interface DueTable {
  readonly table: string;
  /** Category of a row → the rule that ends it. */
  readonly rules: Readonly<Record<string, RuleId>>;
  /** Destroys the key that the parcel shares, before any byte is deleted: then every copy is noise. */
  readonly forget?: (parcel: Parcel) => Promise<void>;
}

export interface DueCalendar {
  /** Called before the row itself is written: what is not on the calendar is never stored. Bears repetition. */
  enter(parcel: Parcel): Promise<void>;
  /** Every parcel of a commune that has not been closed, the next to leave first. Strongly consistent. */
  parcels(commune: string): Promise<Parcel[]>;
  /**
   * Bears being killed anywhere, repetition, overlap and lateness; each line is recorded once (`due`), and a parcel is closed
   * only then.
   */
  sweep(now: Temporal.Instant, record?: RecordLines): Promise<SweepReport[]>;
}

/** Each parcel is looked at again for so long: for a write that was under way. */
const lookBack = Temporal.Duration.from('PT24H').total('second');

export function createDueCalendar(runtime: Runtime, due: DueTable): DueCalendar {
  const store = connect(runtime);
  const entered = new Map<string, Promise<unknown>>();
  const before = (end: string) =>
    queryAll(store, { table: due.table, schema: Entry, where: entriesBefore(end) });
  return {
    enter: async (parcel) => {
      const key = entryKey(parcel);
      const name = `${key.pk}|${key.sk}`;
      const now = epochSeconds(runtime.clock.now());
      const item = { ...key, ...parcel, closes: Math.max(parcel.purgeAt, now) + lookBack };
      const entry =
        entered.get(name) ?? putItem(store, { table: due.table, item, condition: absent });
      entered.set(name, entry);
      try {
        await entry;
      } catch (error) {
        entered.delete(name);
        throw error;
      }
    },
    parcels: async (commune) => (await before(last)).filter((entry) => entry.commune === commune),
    sweep: async (now, record) => {
      const entries = await before(padded(epochSeconds(now) + 1));
      for (const entry of entries) {
        await due.forget?.(entry);
        runtime.reached('due.sweep.key-destroyed');
      }
      const swept: Swept[] = [];
      for (const entry of entries) swept.push(await sweepParcel({ runtime, store, due }, entry));
      const reports = reportsOf(due, swept);
      await record?.(reports);
      const over = swept.filter(
        ({ entry, left }) => left.length === 0 && entry.closes <= epochSeconds(now),
      );
      for (const { entry } of over)
        await deleteItem(store, { table: due.table, key: entryKey(entry) });
      return reports;
    },
  };
}

interface Tools {
  readonly runtime: Runtime;
  readonly store: Store;
  readonly due: DueTable;
}

interface Swept {
  /** With the count of the first run. */
  readonly entry: Entry;
  /** What a fresh read still found. */
  readonly left: readonly Row[];
}

/**
 * One pass: a page is counted and the count kept before any of it is deleted, and while it is deleted the next one is
 * read and counted. What is left is read afresh. One parcel after the other: one that overlaps an earlier one counts
 * only what that one left.
 */
async function sweepParcel(tools: Tools, first: Entry): Promise<Swept> {
  const { runtime, store, due } = tools;
  let entry = first;
  for await (const page of ahead(countedPages(tools, first))) {
    entry = page.entry;
    const keys = page.rows.map(({ sk }) => ({ pk: first.parcel, sk }));
    await deleteItems(store, { table: due.table, keys });
    runtime.reached('due.sweep.page-deleted');
  }
  const left: Row[] = [];
  for await (const rows of pagesOf(tools, entry)) left.push(...rows);
  runtime.reached('due.sweep.recounted');
  return { entry, left };
}

/** Pages that may be deleted, each with the count that it is in. */
async function* countedPages(tools: Tools, first: Entry) {
  let entry = first;
  for await (const rows of pagesOf(tools, first)) {
    entry = await keepCount(tools, entry, rows);
    tools.runtime.reached('due.sweep.counted');
    yield { entry, rows };
  }
}

/**
 * Adds a page to the count, unless a run before or beside this one has: what is counted stands in the order of the
 * sort key, so that a run that is repeated reports what the first one found.
 */
async function keepCount(tools: Tools, entry: Entry, rows: readonly Row[]): Promise<Entry> {
  const { store, due } = tools;
  const last = rows.at(-1)?.sk ?? '';
  const news = rows.filter(({ sk }) => sk > entry.counted);
  if (news.length === 0) return entry;
  const tallies = added([...entry.tallies, ...tallyOf(news)]);
  const key = entryKey(entry);
  const isKept = await updateItem(store, {
    table: due.table,
    key,
    update: {
      expression: 'SET tallies = :tallies, counted = :last',
      values: { ':tallies': tallies, ':last': last, ':counted': entry.counted },
    },
    condition:
      entry.counted === ''
        ? 'attribute_exists(pk) AND attribute_not_exists(counted) AND :counted < :last'
        : 'counted = :counted',
  });
  if (isKept) return { ...entry, tallies, counted: last };
  const kept = await getItem(store, { table: due.table, key, schema: Entry });
  return kept ? keepCount(tools, kept, rows) : { ...entry, tallies, counted: last };
}

/** Within the megabyte that the store answers at once, so that no engine reads further than it sends. */
const rowsAPage = 1000;

const pagesOf = ({ store, due }: Tools, parcel: Parcel): AsyncGenerator<Row[]> =>
  queryPages(store, {
    table: due.table,
    schema: Row,
    where: rowsOf(parcel),
    only: ['sk', 'category', 'on'],
    limit: rowsAPage,
  });

/** Asks for the next page before this one is worked on. */
async function* ahead<T>(pages: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = pages.next();
  for (;;) {
    const page = await next;
    if (page.done) return;
    next = pages.next();
    // Whoever stops in between leaves it unheard.
    next.catch(() => undefined);
    yield page.value;
  }
}

function tallyOf(rows: readonly Row[]): Tally[] {
  return added(
    rows.flatMap(({ category, on }) =>
      category === undefined ? [] : [{ category, found: 1, from: on, to: on }],
    ),
  );
}

/** One tally a category. */
function added(tallies: readonly Tally[]): Tally[] {
  const sums = new Map<string, Tally>();
  for (const one of tallies) {
    const sum = sums.get(one.category);
    sums.set(one.category, {
      category: one.category,
      found: one.found + (sum?.found ?? 0),
      from: sum && sum.from < one.from ? sum.from : one.from,
      to: sum && sum.to > one.to ? sum.to : one.to,
    });
  }
  return [...sums.values()];
}

/** One line a commune, instant and category, over all parcels that leave together. */
function reportsOf({ rules }: DueTable, swept: readonly Swept[]): SweepReport[] {
  const together = Map.groupBy(swept, ({ entry }) => `${entry.commune}#${padded(entry.purgeAt)}`);
  return [...together.values()].flatMap((group) =>
    added(group.flatMap(({ entry }) => entry.tallies)).flatMap(({ category, ...span }) => {
      const rule = rules[category];
      const [first] = group;
      if (!rule || !first) return [];
      const { commune, purgeAt } = first.entry;
      const left = tallyOf(group.flatMap((one) => one.left));
      const recount = left.find((one) => one.category === category)?.found ?? 0;
      const deleted = span.found - recount;
      const due = Temporal.Instant.fromEpochMilliseconds(purgeAt * 1000);
      return [{ rule, commune, category, ...span, deleted, recount, due }];
    }),
  );
}

const padded = (epoch: number) => String(epoch).padStart(12, '0');
const last = ':'; // Stands after every digit.

/** One calendar a table, for all communes: a quiet night asks one question, and its answer is empty. */
const calendar = 'DUE';

const entryKey = ({ commune, purgeAt, parcel, before = '' }: Parcel): Key => ({
  pk: calendar,
  sk: `${padded(purgeAt)}#${commune}#${parcel}#${before}`,
});

const entriesBefore = (end: string): Expression => ({
  expression: 'pk = :pk AND sk < :end',
  values: { ':pk': calendar, ':end': end },
});

function rowsOf({ parcel, before }: Parcel): Expression {
  if (before === undefined) return partition(parcel);
  return {
    expression: 'pk = :pk AND sk < :before',
    values: { ':pk': parcel, ':before': before },
  };
}
