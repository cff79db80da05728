import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  paginateScan,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '#core/runtime.ts';
import { mapConcurrently } from '#core/concurrency.ts';
import type { InventoryTable } from '../inventory/types.ts';

/** TTL as DynamoDB has it, which the engine has not: what is past its attribute goes away, later and by itself. */
export interface Expiry {
  /** Removes what is due; it looks at most once a day of the clock. @returns how many items went */
  run(): Promise<number>;
}

interface Parts {
  readonly client: DynamoDBClient;
  readonly prefix: string;
  readonly tables: readonly Pick<InventoryTable, 'name' | 'ttl'>[];
  readonly clock: Clock;
}

const day = 86_400;
/** DynamoDB promises no instant: within days. Code that would rely on an earlier one must not work here either (RET-04). */
const late = 2 * day;

export function createExpiry({ client, prefix, tables, clock }: Parts): Expiry {
  const expiring = tables.flatMap(({ name, ttl }) => (ttl ? [{ name: prefix + name, ttl }] : []));
  let lastLook = -Infinity;
  return {
    run: async () => {
      const now = Math.floor(clock.now().epochMilliseconds / 1000);
      const isSetBack = now < lastLook;
      if (!isSetBack && now - lastLook < day) return 0;
      lastLook = now;
      const gone = await Promise.all(
        expiring.map((table) => expire(client, { ...table, before: now - late })),
      );
      return gone.reduce((sum, some) => sum + some, 0);
    },
  };
}

interface Due {
  readonly name: string;
  readonly ttl: string;
  /** Epoch seconds. */
  readonly before: number;
}

async function expire(client: DynamoDBClient, { name, ttl, before }: Due): Promise<number> {
  const past = {
    TableName: name,
    ExpressionAttributeNames: { '#ttl': ttl },
    ExpressionAttributeValues: { ':before': { N: String(before) } },
  };
  let gone = 0;
  const pages = paginateScan(
    { client },
    { ...past, FilterExpression: '#ttl < :before', ConsistentRead: true },
  );
  for await (const { Items = [] } of pages) {
    const removed = await mapConcurrently(Items, 16, ({ pk, sk }) =>
      removeDue(client, { ...past, ConditionExpression: '#ttl < :before', Key: keyOf(pk, sk) }),
    );
    gone += removed.filter(Boolean).length;
  }
  return gone;
}

const keyOf = (pk: AttributeValue | undefined, sk: AttributeValue | undefined) => ({
  ...(pk && { pk }),
  ...(sk && { sk }),
});

/** @returns `false` when somebody gave it more time since it was looked at */
async function removeDue(
  client: DynamoDBClient,
  input: DeleteItemCommand['input'],
): Promise<boolean> {
  try {
    await client.send(new DeleteItemCommand(input));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
