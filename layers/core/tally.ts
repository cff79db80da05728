import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { chunks } from './chunks.ts';
import type { RecordLines, SweepReport } from './contributions.ts';
import {
  connect,
  deleteItem,
  getItem,
  getItems,
  keyOf,
  partition,
  queryAll,
  transact,
  type Key,
} from './dynamo.ts';
import { hasRuleShape, type RuleId } from './problem.ts';
import type { Runtime } from './runtime.ts';

/** What the lines of a run are told apart by. */
export interface Line {
  readonly rule: RuleId;
  readonly commune: string;
  readonly category: string;
}

/** One thing that is forgotten. */
export interface Leaving {
  /** Of its items; as long as the first is there, it has not been forgotten. */
  readonly keys: readonly [Key, ...Key[]];
  /** Local dates, for the span of the line. */
  readonly days?: readonly string[];
}

/** Things of a line that a fresh read still finds. */
export type Left = Line & { readonly left: number };

/** The count of what leaves one by one; what leaves in parcels has its calendar (`due.ts`). */
export interface Tallies {
  forget(line: Line, leaving: readonly Leaving[]): Promise<void>;
  /** Puts on record what has been counted, by this run or by one that died before it could; then only the count goes. */
  report(left: readonly Left[], record?: RecordLines): Promise<SweepReport[]>;
}

const Tally = z.object({
  sk: z.string(),
  rule: z.string().refine(hasRuleShape),
  commune: z.string(),
  category: z.string(),
  found: z.int(),
  /** When the first of them left: the instant that names the line. */
  since: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
});
type Tally = z.infer<typeof Tally>;

const tallies = 'TALLIES';
const nameOf = ({ rule, commune, category }: Line) => `${rule}#${commune}#${category}`;
const tallyKey = (line: Line): Key => ({ pk: tallies, sk: nameOf(line) });

/** Of the hundred that a transaction may hold: things of up to two items, and their count. */
const thingsAtOnce = 49;

/**
 * Things are deleted and counted in one transaction: wherever a run dies, and however many run at once, each is counted once.
 * @param table that they lie in, and their count with them
 */
export function createTallies(runtime: Runtime, table: string): Tallies {
  const store = connect(runtime);

  const forgetSome = async (line: Line, some: readonly Leaving[]): Promise<void> => {
    const known = await getItem(store, { table, key: tallyKey(line), schema: Tally });
    const deletions = some.flatMap(({ keys: [first, ...others] }) => [
      { table, delete: first, condition: { expression: 'attribute_exists(pk)' } },
      ...others.map((key) => ({ table, delete: key })),
    ]);
    const isDone = await transact(store, [
      { table, key: tallyKey(line), update: counting(line, some, known, runtime.clock.now()) },
      ...deletions,
    ]);
    if (isDone) return;
    // Somebody else was faster, and has counted what they deleted.
    const keys = some.map(({ keys: [first] }) => first);
    const there = await getItems(store, { table, keys, schema: z.unknown() });
    const rest = some.filter(({ keys: [first] }) => there.has(keyOf(first)));
    if (rest.length > 0) await forgetSome(line, rest);
  };

  return {
    forget: async (line, leaving) => {
      for (const some of chunks(leaving, thingsAtOnce)) await forgetSome(line, some);
    },
    report: async (left, record) => {
      const counted = await queryAll(store, { table, schema: Tally, where: partition(tallies) });
      const reports = reportsOf(counted, left);
      await record?.(reports);
      const open = new Set(left.filter((one) => one.left > 0).map(nameOf));
      for (const { sk, found } of counted.filter((tally) => !open.has(tally.sk)))
        await deleteItem(store, {
          table,
          key: { pk: tallies, sk },
          condition: {
            expression: '#found = :found',
            names: { '#found': 'found' },
            values: { ':found': found },
          },
        });
      return reports;
    },
  };
}

function counting(
  line: Line,
  some: readonly Leaving[],
  known: Tally | undefined,
  now: Temporal.Instant,
) {
  const days = [known?.from, known?.to, ...some.flatMap(({ days: own = [] }) => own)].filter(
    (day) => day !== undefined,
  );
  const [from, to] = [days.toSorted()[0], days.toSorted().at(-1)];
  const span = from === undefined ? '' : ', #from = :from, #to = :to';
  return {
    expression: `SET #rule = :rule, commune = :commune, category = :category, since = if_not_exists(since, :now)${span} ADD #found :n`,
    names: {
      '#rule': 'rule',
      '#found': 'found',
      ...(from !== undefined && { '#from': 'from', '#to': 'to' }),
    },
    values: {
      ...{ ':rule': line.rule, ':commune': line.commune, ':category': line.category },
      ...{ ':now': now.toString(), ':n': some.length },
      ...(from !== undefined && { ':from': from, ':to': to }),
    },
  };
}

function reportsOf(counted: readonly Tally[], left: readonly Left[]): SweepReport[] {
  const leftOf = new Map(left.map((one) => [nameOf(one), one.left]));
  const lines = counted.map(({ sk, found: deleted, since, ...tally }): SweepReport => {
    const recount = leftOf.get(sk) ?? 0;
    const due = Temporal.Instant.from(since);
    return { ...tally, found: deleted + recount, deleted, recount, due };
  });
  const named = new Set(counted.map(({ sk }) => sk));
  const untouched = left.filter((one) => one.left > 0 && !named.has(nameOf(one)));
  return [
    ...lines,
    ...untouched.map(({ left: recount, ...line }) => ({
      ...line,
      ...{ found: recount, deleted: 0, recount },
    })),
  ];
}
