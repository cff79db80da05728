import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) =>
    all.slice(n * size, (n + 1) * size),
  );
}

/** Puts and deletes without conditions, by pages of 25 until the engine has taken every one. */
export async function writeBatches(
  client: DynamoDBDocumentClient,
  table: string,
  requests: readonly object[],
): Promise<void> {
  for (const page of chunks(requests, 25)) {
    let pending: Record<string, object[]> = { [table]: page };
    while (Object.keys(pending).length > 0) {
      const answer = await client.send(new BatchWriteCommand({ RequestItems: pending }));
      pending = answer.UnprocessedItems ?? {};
    }
  }
}
