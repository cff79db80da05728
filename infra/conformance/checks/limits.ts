import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { putItem } from '#core/dynamo.ts';
import type { Probe } from '../probe.ts';
import type { Check } from '../check.ts';

const table = 'Probe';

async function put({ store, pk }: Probe, bytes: number): Promise<string> {
  await putItem(store, { table, item: { pk, sk: 'a', filler: 'x'.repeat(bytes) } });
  return 'accepted';
}

/** One unit a KB for the table, one for each index that the item enters. */
async function consumed({ store, pk }: Probe): Promise<string> {
  const { ConsumedCapacity } = await store.client.send(
    new PutItemCommand({
      TableName: store.name(table),
      Item: marshall({ pk, sk: 'a', owner: 'x', at: '1' }),
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
  const indexes = Object.values(ConsumedCapacity?.GlobalSecondaryIndexes ?? {});
  return [
    ConsumedCapacity?.Table?.CapacityUnits,
    ...indexes.map(({ CapacityUnits }) => CapacityUnits),
  ].join(' + ');
}

export const limits: readonly Check[] = [
  {
    title: 'an item of 390 KB is taken',
    expect: 'accepted',
    act: (probe) => put(probe, 390 * 1024),
  },
  {
    title: 'an item of more than 400 KB is refused',
    expect: 'ValidationException',
    act: (probe) => put(probe, 401 * 1024),
  },
  { title: 'the capacity of a put with two indexes is told', expect: '1 + 1 + 1', act: consumed },
];
