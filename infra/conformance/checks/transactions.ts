import {
  absent,
  getItem,
  putItem,
  queryAll,
  partition,
  transact,
  unchangedSince,
} from '#core/dynamo.ts';
import { Item, type Probe } from '../probe.ts';
import type { Check } from '../check.ts';

type Write = Parameters<typeof transact>[1][number];

const table = 'Probe';
const count = async ({ store, pk }: Probe) =>
  (await queryAll(store, { table, schema: Item, where: partition(pk) })).length;
const puts = (pk: string, many: number): Write[] =>
  Array.from({ length: many }, (_, at) => ({
    table,
    put: { pk, sk: String(at) },
    condition: absent,
  }));

async function allOrNothing(probe: Probe): Promise<string> {
  const { store, pk } = probe;
  const key = { pk, sk: 'missing' };
  const check: Write = { table, check: key, condition: { expression: 'attribute_exists(pk)' } };
  return `${await transact(store, [...puts(pk, 3), check])}, ${await count(probe)} items`;
}

async function everyKind(probe: Probe): Promise<string> {
  const { store, pk } = probe;
  for (const sk of ['gone', 'kept', 'seen'])
    await putItem(store, { table, item: { pk, sk, version: 1 } });
  const done = await transact(store, [
    { table, put: { pk, sk: 'new' }, condition: absent },
    { table, delete: { pk, sk: 'gone' }, condition: unchangedSince(1) },
    {
      table,
      update: { expression: 'SET version = :two', values: { ':two': 2 } },
      key: { pk, sk: 'kept' },
    },
    { table, check: { pk, sk: 'seen' }, condition: unchangedSince(1) },
  ]);
  const kept = await getItem(store, { table, key: { pk, sk: 'kept' }, schema: Item });
  return `${done}, ${await count(probe)} items, version ${String(kept?.['version'])}`;
}

async function sameItemTwice({ store, pk }: Probe): Promise<string> {
  return String(await transact(store, [...puts(pk, 1), ...puts(pk, 1)]));
}

/** Ten writers that read the same version: one may win, none of the others may change anything. */
async function race({ store, pk }: Probe): Promise<string> {
  const key = { pk, sk: 'counter' };
  await putItem(store, { table, item: { ...key, version: 0 } });
  const write = (at: number) =>
    transact(store, [
      {
        table,
        key,
        update: { expression: 'SET version = :one', values: { ':one': 1, ':version': 0 } },
        condition: 'version = :version',
      },
      { table, put: { pk, sk: `trace-${at}` } },
    ]);
  const wins = (await Promise.all(Array.from({ length: 10 }, (_, at) => write(at)))).filter(
    Boolean,
  );
  const traces = await queryAll(store, { table, schema: Item, where: partition(pk, 'trace-') });
  return `${wins.length} wins, ${traces.length} trace`;
}

export const transactions: readonly Check[] = [
  { title: 'a transaction writes all or nothing', expect: 'false, 0 items', act: allOrNothing },
  {
    title: 'a transaction puts, updates, deletes and checks',
    expect: 'true, 3 items, version 2',
    act: everyKind,
  },
  {
    title: '100 writes are one transaction',
    expect: 'true, 100 items',
    act: async (probe) =>
      `${await transact(probe.store, puts(probe.pk, 100))}, ${await count(probe)} items`,
  },
  {
    title: '101 writes are refused',
    expect: 'ValidationException',
    act: async ({ store, pk }) => String(await transact(store, puts(pk, 101))),
  },
  {
    title: 'one item twice in a transaction is refused',
    expect: 'ValidationException',
    act: sameItemTwice,
  },
  {
    title: '10 transactions of one version: one wins, the others leave nothing',
    expect: '1 wins, 1 trace',
    act: race,
  },
];
