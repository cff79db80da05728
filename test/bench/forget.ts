import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { chunks } from '#core/chunks.ts';
import {
  connect,
  type Store,
  deleteItems,
  partition,
  putItems,
  queryAll,
  type Key,
} from '#core/dynamo.ts';
import { tableVariable, type Runtime } from '#core/runtime.ts';
import { periodPartition, table } from '../../functions/loans/adapters/keys.ts';
import type { Draft, Records } from '../../functions/loans/app/ports.ts';
import { createSweep } from '../../functions/loans/container.ts';
import { ils, intake, openLoansGround } from '../integration/loans/ground.ts';
import type { TestGround } from '../support/runtime.ts';
import { boundOfALife, isWithinALife, livesOfLoans, loansOfVisits } from './loan-life.ts';
import { meterUnits } from './meter.ts';
import { inParallel, median, seconds, type Bench, type Figure } from './report.ts';

/** Two communes with loans that leave in the same night, in a table each: one night forgets for all communes of its table. */
const few = { commune: 'valserine', library: 'vs-centre', from: 0, loans: 10_000, in: table };
const many = {
  ...{ commune: 'montfort', library: 'mf-centre', from: 1_000_000, loans: 100_000 },
  in: `${table}Many`,
};
type Month = typeof few;

/** Loans that one batch lends and takes back. */
const aBatch = 500;

const quiet = '2026-05-31T00:00:00+02:00';
const night = '2026-06-01T00:00:00+02:00';

/**
 * What it costs to forget a month, whatever it held: the time until nothing can be opened any more, the bytes after
 * that against bare deletes of the same items on the same engine, a night with nothing due, and the life of a loan.
 */
export const measureForget: Bench = async (progress) => {
  progress('forget: whole lives…');
  const lives = await livesOfLoans();
  const ground = await openLoansGround('2026-01-20T18:00:00+01:00');
  try {
    await createTable(ground, many.in);
    await fill(ground, few, progress);
    await fill(ground, many, progress);
    const reads = (await quietNight(ground, many)) / (await quietNight(ground, few));
    progress('forget: keys…');
    const keys = await effective(ground);
    const rates = [];
    for (const month of [few, many]) {
      progress(`forget: the bytes of ${String(month.loans)} loans…`);
      rates.push(await bytes(ground, month));
    }
    return report({ lives, reads, keys, rates });
  } finally {
    await ground.stop();
  }
};

/**
 * Through the intake, as a catch-up sends them: lent and returned in one batch. The marks alone are put in batches
 * instead of one conditional write each: nobody else writes here, and no sweep ever meets them.
 */
async function fill(
  ground: TestGround,
  month: Month,
  progress: (line: string) => void,
): Promise<void> {
  const { library, from, loans } = month;
  const runtime = runtimeOf(ground, month);
  const store = connect(runtime);
  let done = 0;
  const starts = Array.from({ length: loans / aBatch }, (_, n) => from + n * aBatch);
  // One function takes them all, so that the key of a period is unwrapped once.
  const marks: Draft['item'][] = [];
  const write: Records['write'] = ({ item }) => Promise.resolve(marks.push(item) > 0);
  const apply = intake(runtime, ils, { write });
  await inParallel(starts, 3, async (start) => {
    const visits = { from: start, count: aBatch, perVisit: 4, visits: 25, library };
    const { lent, back } = loansOfVisits(visits);
    const outcomes = await apply(...lent, ...back);
    const other = outcomes.find(({ status }) => status !== 'APPLIED');
    if (other) throw new Error(JSON.stringify(other));
    await putItems(store, { table, items: marks.splice(0) });
    done += aBatch;
    if (done % 10_000 === 0) progress(`forget: ${String(done)} of ${String(loans)} loans…`);
  });
}

const sweep = (runtime: Runtime) => createSweep(runtime).sweep(runtime.clock.now());

/** Read units. */
async function quietNight(ground: TestGround, month: Month): Promise<number> {
  ground.setNow(quiet);
  const meter = meterUnits();
  await sweep(runtimeOf(ground, month, { instrument: meter.instrument }));
  return [...meter.units('read').values()].reduce((sum, units) => sum + units, 0);
}

/** The runtime of a function that sees the table of this month. */
function runtimeOf(ground: TestGround, month: Month, changes: Partial<Runtime> = {}): Runtime {
  const { environment } = ground.runtime();
  return ground.runtime({
    environment: { ...environment, [tableVariable(table)]: month.in },
    ...changes,
  });
}

function nightOf(ground: TestGround, month: Month, changes: Partial<Runtime> = {}): Runtime {
  ground.setNow(night);
  return runtimeOf(ground, month, changes);
}

class KeyIsDead extends Error {}

/** Milliseconds until the key is destroyed, in turn, so that what else runs on the machine hits both. */
async function effective(ground: TestGround): Promise<{ few: number; many: number }> {
  const times = { few: [] as number[], many: [] as number[] };
  for (let round = 0; round < 41; round += 1) {
    times.few.push(await untilKeyIsDead(ground, few));
    times.many.push(await untilKeyIsDead(ground, many));
  }
  return { few: median(times.few.slice(1)), many: median(times.many.slice(1)) };
}

/** A night that is killed as soon as the key is gone. */
async function untilKeyIsDead(ground: TestGround, month: Month): Promise<number> {
  const reached = () => {
    throw new KeyIsDead();
  };
  const runtime = nightOf(ground, month, { reached });
  const time = await seconds(() =>
    sweep(runtime).then(
      () => {
        throw new Error('nothing was due');
      },
      (error: unknown) => {
        if (!(error instanceof KeyIsDead)) throw error;
      },
    ),
  );
  return time * 1000;
}

interface Rate {
  readonly month: Month;
  readonly items: number;
  /** Items a second. */
  readonly swept: number;
  readonly bare: number;
}

const Item = z.looseObject({ pk: z.string(), sk: z.string() });

/**
 * The rest of the night, counts included, and bare deletes of copies of the same items: half of them before and half
 * after, so that what else runs on the machine hits both alike.
 */
async function bytes(ground: TestGround, month: Month): Promise<Rate> {
  const purgeAt = Temporal.Instant.from(night).epochMilliseconds / 1000;
  const where = partition(periodPartition({ commune: month.commune, purgeAt }));
  const selection = { table, schema: Item, where, limit: 1000 };
  const store = connect(runtimeOf(ground, month));
  const items = await queryAll(store, selection);
  const remove = await bareCopy(store, items);
  const half = Math.ceil(items.length / 2);
  const before = await seconds(() => remove(items.slice(0, half)));
  const swept = await seconds(() => sweep(nightOf(ground, month)));
  const after = await seconds(() => remove(items.slice(half)));
  const { length } = items;
  return { month, items: length, swept: length / swept, bare: length / (before + after) };
}

async function createTable({ client }: TestGround, TableName: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
}

/** Copies in a partition of their own, in the same table: as deep in the engine as what is swept. Deletes them again. */
async function bareCopy(
  store: Store,
  items: readonly z.infer<typeof Item>[],
): Promise<(some: readonly Key[]) => Promise<void>> {
  const copies = items.map((item) => ({ ...item, pk: `BARE#${item.pk}` }));
  await inParallel(chunks(copies, 500), 2, (some) => putItems(store, { table, items: some }));
  return (some) => {
    const keys = some.map(({ pk, sk }) => ({ pk: `BARE#${pk}`, sk }));
    return deleteItems(store, { table, keys });
  };
}

function report({
  lives,
  reads,
  keys,
  rates,
}: {
  lives: Awaited<ReturnType<typeof livesOfLoans>>;
  reads: number;
  keys: { few: number; many: number };
  rates: readonly Rate[];
}) {
  const figures: Figure[] = [
    ...lives.figures,
    { name: `until the key is dead, ${String(few.loans)} loans`, value: keys.few, unit: 'ms' },
    { name: `until the key is dead, ${String(many.loans)} loans`, value: keys.many, unit: 'ms' },
    { name: 'the same, as a ratio', value: keys.many / keys.few, unit: '(at most 1.2)' },
    { name: 'reads of a quiet night, table 10 times larger', value: reads, unit: '(at most 1.05)' },
    ...rates.flatMap(({ month, items, swept, bare }) => [
      { name: `items swept, ${String(month.loans)} loans`, value: items, unit: 'items' },
      { name: 'swept, counts included', value: swept, unit: 'items per second' },
      { name: 'bare batch deletes of the same', value: bare, unit: 'items per second' },
    ]),
  ];
  const ratio = Math.min(...rates.map(({ swept, bare }) => swept / bare));
  const holds = [
    isWithinALife(lives.alone),
    keys.many / keys.few <= 1.2,
    reads <= 1.05,
    ratio >= 0.7,
  ];
  const bound = `swept to bare at least 0.7; a life at most ${String(boundOfALife)} write units, each event alone`;
  return { bench: 'forget', figures, ratio, bound, passed: holds.every(Boolean) };
}
