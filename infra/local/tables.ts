import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  UpdateTableCommand,
  paginateListTables,
  type AttributeDefinition,
  type GlobalSecondaryIndex,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InventoryTable } from '../inventory/types.ts';
import { region } from './aws/account.ts';

interface Tables {
  readonly client: DynamoDBClient;
  /** Of the data folder: `dsc-1a2b3c-`. */
  readonly prefix: string;
}

/** A client of the runtime itself: neither counted nor bound by grants. */
export function connectEngine(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}

/** Makes the tables and indexes of the inventory that are not there yet; what is there is kept. */
export async function prepareTables(
  { client, prefix }: Tables,
  tables: readonly InventoryTable[],
): Promise<void> {
  const existing = new Set(await listTables({ client, prefix }));
  for (const table of tables) {
    const name = prefix + table.name;
    if (existing.has(name)) await addMissingIndexes(client, name, table);
    else await createTable(client, name, table);
  }
}

/** `--reset` on an engine that we do not own. */
export async function dropTables({ client, prefix }: Tables): Promise<void> {
  for (const name of await listTables({ client, prefix })) {
    await client.send(new DeleteTableCommand({ TableName: name }));
  }
}

async function listTables({ client, prefix }: Tables): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateListTables({ client }, {}))
    names.push(...(page.TableNames ?? []));
  return names.filter((name) => name.startsWith(prefix));
}

async function createTable(
  client: DynamoDBClient,
  name: string,
  table: InventoryTable,
): Promise<void> {
  const indexes = indexesOf(table);
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: attributesOf(indexes),
      ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    }),
  );
  await untilActive(client, name);
}

async function addMissingIndexes(
  client: DynamoDBClient,
  name: string,
  table: InventoryTable,
): Promise<void> {
  const described = await client.send(new DescribeTableCommand({ TableName: name }));
  const present = new Set(
    described.Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName),
  );
  const indexes = indexesOf(table);
  for (const index of indexes.filter(({ IndexName }) => !present.has(IndexName))) {
    await client.send(
      new UpdateTableCommand({
        TableName: name,
        AttributeDefinitions: attributesOf(indexes),
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      }),
    );
    await untilActive(client, name);
  }
}

function indexesOf(table: InventoryTable): GlobalSecondaryIndex[] {
  return Object.entries(table.indexes ?? {}).map(([name, index]) => ({
    IndexName: name,
    KeySchema: [
      { AttributeName: index.partition, KeyType: 'HASH' },
      ...(index.sort ? [{ AttributeName: index.sort, KeyType: 'RANGE' } as const] : []),
    ],
    Projection: { ProjectionType: index.projection },
  }));
}

/** All keys are strings. */
function attributesOf(indexes: readonly GlobalSecondaryIndex[]): AttributeDefinition[] {
  const keys = indexes.flatMap((index) => index.KeySchema ?? []).map((key) => key.AttributeName);
  return [...new Set(['pk', 'sk', ...keys])].map((name) => ({
    AttributeName: name,
    AttributeType: 'S',
  }));
}

/** The embedded engine is ready at once; another one may take its time. */
async function untilActive(client: DynamoDBClient, name: string): Promise<void> {
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    const states = [Table, ...(Table?.GlobalSecondaryIndexes ?? [])].map((part) =>
      part && 'IndexStatus' in part ? part.IndexStatus : Table?.TableStatus,
    );
    if (states.every((state) => state === 'ACTIVE')) return;
    await sleep(100);
  }
}
