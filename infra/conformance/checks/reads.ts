import { getItem, partition, putItem, putItems, queryAll, queryPage } from '#core/dynamo.ts';
import { Item, type Probe } from '../probe.ts';
import type { Check } from '../check.ts';

const table = 'Probe';

async function ownWrites({ store, pk }: Probe): Promise<string> {
  let stale = 0;
  for (let version = 0; version < 50; version += 1) {
    await putItem(store, { table, item: { pk, sk: 'a', version } });
    const read = await getItem(store, { table, key: { pk, sk: 'a' }, schema: Item });
    if (read?.['version'] !== version) stale += 1;
  }
  return `${stale} stale`;
}

/** 2.4 MB: DynamoDB ends a page after 1 MB. */
async function megabyte({ store, pk }: Probe): Promise<string> {
  const filler = 'x'.repeat(8000);
  const items = Array.from({ length: 300 }, (_, at) => ({
    pk,
    sk: String(at).padStart(3, '0'),
    filler,
  }));
  await putItems(store, { table, items });
  const first = await queryPage(store, { table, schema: Item, where: partition(pk) });
  const all = await queryAll(store, { table, schema: Item, where: partition(pk) });
  return `${first.next ? 'cut' : 'whole'}, ${all.length} items`;
}

async function prefix({ store, pk }: Probe): Promise<string> {
  for (const sk of ['loan#10', 'loan#9', 'loan#é', 'loan#Z', 'hold#1'])
    await putItem(store, { table, item: { pk, sk } });
  const found = await queryAll(store, { table, schema: Item, where: partition(pk, 'loan#') });
  return found.map(({ sk }) => sk.slice(5)).join(' ');
}

async function filterAfterLimit({ store, pk }: Probe): Promise<string> {
  for (const sk of ['1', '2', '3', '4'])
    await putItem(store, { table, item: { pk, sk, odd: Number(sk) % 2 } });
  const filter = { expression: 'odd = :one', values: { ':one': 1 } };
  const page = await queryPage(store, {
    table,
    schema: Item,
    where: partition(pk),
    filter,
    limit: 2,
  });
  return `${page.items.length} item, ${page.next ? 'more' : 'the end'}`;
}

async function reservedWord({ store, pk }: Probe): Promise<string> {
  const filter = { expression: 'status = :x', values: { ':x': 'x' } };
  await queryPage(store, { table, schema: Item, where: partition(pk), filter });
  return 'accepted';
}

async function expired({ store, pk }: Probe): Promise<string> {
  await putItem(store, { table, item: { pk, sk: 'a', ttl: 1 } });
  return (await getItem(store, { table, key: { pk, sk: 'a' }, schema: Item }))
    ? 'still read'
    : 'gone';
}

export const reads: readonly Check[] = [
  { title: 'a consistent read sees the write before it', expect: '0 stale', act: ownWrites },
  {
    title: 'a page ends at 1 MB, the pages together are whole',
    expect: 'cut, 300 items',
    act: megabyte,
  },
  { title: 'sort keys are ordered by their UTF-8 bytes', expect: '10 9 Z é', act: prefix },
  { title: 'the limit counts before the filter', expect: '1 item, more', act: filterAfterLimit },
  {
    title: 'a reserved word in a filter is refused',
    expect: 'ValidationException',
    act: reservedWord,
  },
  {
    title: 'an item past its TTL is read until it is swept (RET-04: reads filter)',
    expect: 'still read',
    act: expired,
  },
];
