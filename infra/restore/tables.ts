import {
  BatchWriteItemCommand,
  paginateScan,
  type AttributeValue,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { isDeepStrictEqual } from 'node:util';

export type StoredItem = Record<string, AttributeValue>;

/** What a table held at one moment, by its keys. */
export type Snapshot = ReadonlyMap<string, StoredItem>;

const keyOf = ({ pk, sk }: StoredItem) => JSON.stringify([pk?.S, sk?.S]);

export async function readTable(client: DynamoDBClient, TableName: string): Promise<Snapshot> {
  const items = new Map<string, StoredItem>();
  for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    for (const item of page.Items ?? []) items.set(keyOf(item), item);
  }
  return items;
}

/** What a restore would do to a table. Numbers only: nothing of a reader is printed. */
export interface Difference {
  /** Written since the backup, and lost. */
  readonly lost: number;
  /** Deleted since the backup, and brought back. */
  readonly back: number;
  /** Changed since the backup, and as it was. */
  readonly undone: number;
}

export function compare(now: Snapshot, backup: Snapshot): Difference {
  const undone = [...now].filter(([key, item]) => {
    const before = backup.get(key);
    return before !== undefined && !isDeepStrictEqual(before, item);
  });
  const lost = [...now.keys()].filter((key) => !backup.has(key));
  const back = [...backup.keys()].filter((key) => !now.has(key));
  return { lost: lost.length, back: back.length, undone: undone.length };
}

/**
 * Makes a table what the backup was: what came since is deleted, what is gone or different is written, and nothing else is
 * touched. The table keeps its name, its indexes and its rights. Killed anywhere and run again, it ends the same.
 */
export async function overwrite(
  client: DynamoDBClient,
  { table, backup }: { table: string; backup: Snapshot },
): Promise<void> {
  const now = await readTable(client, table);
  const gone = [...now].flatMap(([key, { pk, sk }]): WriteRequest[] =>
    backup.has(key) || !pk || !sk ? [] : [{ DeleteRequest: { Key: { pk, sk } } }],
  );
  const back = [...backup].flatMap(([key, Item]): WriteRequest[] =>
    isDeepStrictEqual(now.get(key), Item) ? [] : [{ PutRequest: { Item } }],
  );
  await writeAll(client, table, [...gone, ...back]);
}

async function writeAll(
  client: DynamoDBClient,
  table: string,
  requests: readonly WriteRequest[],
): Promise<void> {
  for (let at = 0; at < requests.length; at += 25) {
    let pending: Record<string, WriteRequest[]> = { [table]: requests.slice(at, at + 25) };
    while (Object.keys(pending).length > 0) {
      const answer = await client.send(new BatchWriteItemCommand({ RequestItems: pending }));
      pending = answer.UnprocessedItems ?? {};
    }
  }
}
