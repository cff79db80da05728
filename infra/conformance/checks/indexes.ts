import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import {
  deleteItem,
  partition,
  putItem,
  putItems,
  queryAll,
  queryPage,
  updateItem,
} from '#core/dynamo.ts';
import { Item, type Probe } from '../probe.ts';
import type { Check } from '../check.ts';

const table = 'Probe';
const ownerOf = ({ pk }: Probe) => ({ pk: `owner-${pk}` });
const where = (probe: Probe) => partition(ownerOf(probe).pk, undefined, { pk: 'owner', sk: 'at' });
const inIndex = (probe: Probe) =>
  queryAll(probe.store, { table, index: 'byOwner', schema: Item, where: where(probe) });

async function sparse(probe: Probe): Promise<string> {
  const { store, pk } = probe;
  const key = { pk, sk: 'a' };
  const owner = ownerOf(probe).pk;
  await putItem(store, { table, item: key });
  const seen = [(await inIndex(probe)).length];
  const write = (expression: string, values?: Record<string, unknown>) =>
    updateItem(store, {
      table,
      key,
      update: { expression, names: { '#owner': 'owner', '#at': 'at' }, ...(values && { values }) },
    });
  await write('SET #owner = :owner, #at = :at', { ':owner': owner, ':at': '1' });
  seen.push((await inIndex(probe)).length);
  await write('REMOVE #owner, #at');
  seen.push((await inIndex(probe)).length);
  return seen.join(', ');
}

async function halfAKey(probe: Probe): Promise<string> {
  const { store, pk } = probe;
  await putItem(store, { table, item: { pk, sk: 'a', owner: ownerOf(probe).pk } });
  return `${(await inIndex(probe)).length} in the index`;
}

async function deletion(probe: Probe): Promise<string> {
  const { store, pk } = probe;
  await putItem(store, { table, item: { pk, sk: 'a', owner: ownerOf(probe).pk, at: '1' } });
  await deleteItem(store, { table, key: { pk, sk: 'a' } });
  return `${(await inIndex(probe)).length} in the index`;
}

async function paging(probe: Probe): Promise<string> {
  const { store, pk } = probe;
  const owner = ownerOf(probe).pk;
  const items = Array.from({ length: 25 }, (_, at) => ({
    pk,
    sk: String(at),
    owner,
    at: String(at % 5),
  }));
  await putItems(store, { table, items });
  const found = new Set<string>();
  let pages = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const page = await queryPage(store, {
      table,
      index: 'byOwner',
      schema: Item,
      where: where(probe),
      limit: 10,
      from,
    });
    for (const { sk } of page.items) found.add(sk);
    from = page.next;
    pages += 1;
  } while (from && pages < 10);
  return `${found.size} items, ${pages} pages`;
}

async function newestFirst(probe: Probe): Promise<string> {
  const { store, pk } = probe;
  const owner = ownerOf(probe).pk;
  for (const at of ['2', '3', '1'])
    await putItem(store, { table, item: { pk, sk: at, owner, at } });
  const page = await queryPage(store, {
    table,
    index: 'byOwner',
    schema: Item,
    where: where(probe),
    newestFirst: true,
  });
  return page.items.map(({ sk }) => sk).join(' ');
}

async function keysOnly(probe: Probe): Promise<string> {
  const { store, pk } = probe;
  const owner = ownerOf(probe).pk;
  await putItem(store, { table, item: { pk, sk: 'a', owner, at: '1', secret: 'x' } });
  const [found] = await queryAll(store, {
    table,
    index: 'keys',
    schema: Item,
    where: where(probe),
  });
  return Object.keys(found ?? {})
    .toSorted()
    .join(' ');
}

async function consistentIndex(probe: Probe): Promise<string> {
  const { expression, names, values } = where(probe);
  await probe.store.client.send(
    new QueryCommand({
      TableName: probe.store.name(table),
      IndexName: 'byOwner',
      ConsistentRead: true,
      KeyConditionExpression: expression,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: marshall(values ?? {}),
    }),
  );
  return 'accepted';
}

export const indexes: readonly Check[] = [
  {
    title: 'a sparse index holds what has its key, as long as it has it',
    expect: '0, 1, 0',
    act: sparse,
  },
  { title: 'half of an index key is no key', expect: '0 in the index', act: halfAKey },
  { title: 'what is deleted leaves the index', expect: '0 in the index', act: deletion },
  {
    title: 'pages of an index with equal sort keys lose and repeat nothing',
    expect: '25 items, 3 pages',
    act: paging,
  },
  { title: 'an index is read from its end', expect: '3 2 1', act: newestFirst },
  { title: 'an index of keys shows keys only', expect: 'owner pk sk', act: keysOnly },
  {
    title: 'a consistent read of an index is refused',
    expect: 'ValidationException',
    act: consistentIndex,
  },
];
