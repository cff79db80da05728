import {
  CreateTableCommand,
  DescribeTableCommand,
  PutItemCommand,
  ScanCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { chunks } from '#core/chunks.ts';
import { openBenchNetwork, patronRows, post, type BenchNetwork } from './network.ts';
import { inParallel, seconds, type Bench } from './report.ts';

const readers = 1000;
const loans = 6000;
const batchSize = 500;

/**
 * Events through `POST /v1/ils-events` against conditional writes of the very items that they left in the store,
 * to the same engine. Both sides are measured twice, in turn, and the better run of each counts.
 */
export const measureIntake: Bench = async (progress) => {
  const network = await openBenchNetwork();
  try {
    progress(`intake: ${String(readers)} readers…`);
    for (const at of [0, 500]) {
      await post(
        network.ils,
        '/v1/imports',
        { source: 'ILS', commune: 'valserine', rows: patronRows(at, 500) },
        'ACCEPTED',
      );
    }
    const through: number[] = [];
    const bare: number[] = [];
    for (const round of [0, 1]) {
      progress(`intake: round ${String(round + 1)}, ${String(loans)} events…`);
      through.push(loans / (await seconds(() => postLoans(network, round))));
      const items = await loanItems(network, round);
      progress(
        `intake: round ${String(round + 1)}, ${String(items.length)} bare conditional writes…`,
      );
      bare.push(items.length / (await seconds(() => writeBare(network, items, round))));
    }
    const [events, floor] = [Math.max(...through), Math.max(...bare)];
    return {
      bench: 'intake',
      figures: [
        { name: 'events through POST /v1/ils-events', value: events, unit: 'per second' },
        { name: 'bare conditional writes of the same items', value: floor, unit: 'per second' },
      ],
      ratio: events / floor,
      bound: 'at least 0.5',
      passed: events / floor >= 0.5,
    };
  } finally {
    await network.close();
  }
};

const refOf = (round: number, n: number) => `koha:${String(round * loans + n)}`;

async function postLoans({ ils }: BenchNetwork, round: number): Promise<void> {
  const events = Array.from({ length: loans }, (_, n) => ({
    id: `bench-${refOf(round, n)}`,
    type: 'loan.created',
    at: '2026-11-20T10:00:00+01:00',
    patronRef: `koha:${String(100_000 + (n % readers))}`,
    loanRef: refOf(round, n),
    itemRef: `koha:item:${String(n)}`,
    library: 'vs-centre',
    dueOn: '2026-12-11',
    title: 'Les Misérables',
    author: 'Victor Hugo',
  }));
  await inParallel(chunks(events, batchSize), 2, (batch) =>
    post(ils, '/v1/ils-events', { events: batch }, 'APPLIED'),
  );
}

type Item = Record<string, AttributeValue>;

/** The loan items of this round, as they stand in the store. */
async function loanItems({ local, bare }: BenchNetwork, round: number): Promise<Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page = await bare.send(
      new ScanCommand({
        TableName: `${local.folder.tablePrefix}Loans`,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  return items.filter((item) => item['sealed']).slice(round * loans, (round + 1) * loans);
}

/** Into a table with the keys and indexes of the real one. */
async function writeBare(
  { bare, local }: BenchNetwork,
  items: readonly Item[],
  round: number,
): Promise<void> {
  const TableName = `bare-${String(round)}`;
  const { Table } = await bare.send(
    new DescribeTableCommand({ TableName: `${local.folder.tablePrefix}Loans` }),
  );
  await bare.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: Table?.AttributeDefinitions,
      KeySchema: Table?.KeySchema,
      GlobalSecondaryIndexes: Table?.GlobalSecondaryIndexes?.map(
        ({ IndexName, KeySchema, Projection }) => ({
          IndexName,
          KeySchema,
          Projection,
        }),
      ),
    }),
  );
  const ConditionExpression = 'attribute_not_exists(pk)';
  await inParallel(items, 8, (Item) =>
    bare.send(new PutItemCommand({ TableName, Item, ConditionExpression })),
  );
}
