import {
  BatchGetItemCommand,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  type AttributeValue,
  type KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import { chunks } from '../chunks.ts';
import { bindings, type Expression } from './expressions.ts';
import { written, type Key, type Store } from './store.ts';

type Item = Record<string, AttributeValue>;

/** Items are parsed again on read; an unreadable one is logged and treated as absent, never a crash of a list. */
export function parseItem<S extends z.ZodType>(
  store: Store,
  args: { table: string; schema: S },
  item: unknown,
) {
  if (item === undefined) return undefined;
  const parsed = args.schema.safeParse(item);
  if (parsed.success) return parsed.data;
  store.log.error('ITEM_UNREADABLE', { table: args.table });
  return undefined;
}

const parsePage = <S extends z.ZodType>(
  store: Store,
  args: { table: string; schema: S },
  items: readonly Item[] = [],
): z.output<S>[] =>
  items.flatMap((item) => {
    const parsed = parseItem(store, args, unmarshall(item));
    return parsed === undefined ? [] : [parsed];
  });

/** Strongly consistent read of one item. */
export async function getItem<S extends z.ZodType>(
  store: Store,
  args: { table: string; key: Key; schema: S },
): Promise<z.output<S> | undefined> {
  const { Item } = await store.client.send(
    new GetItemCommand({
      TableName: store.name(args.table),
      Key: written(args.key),
      ConsistentRead: true,
    }),
  );
  return parseItem(store, args, Item && unmarshall(Item));
}

export interface Lookup<S extends z.ZodType = z.ZodType> {
  readonly table: string;
  readonly keys: readonly Key[];
  readonly schema: S;
}

/** Strongly consistent read of many items of one table; the answer is keyed by `pk|sk`. */
export async function getItems<S extends z.ZodType>(
  store: Store,
  args: Lookup<S>,
): Promise<Map<string, z.output<S>>> {
  const [found] = await getItemsOf(store, [args]);
  return found;
}

/**
 * The same over several tables in one call: pages of 100 keys, whatever their table, side by side. One map a lookup, in
 * their order.
 */
export async function getItemsOf<const L extends readonly Lookup[]>(
  store: Store,
  lookups: L,
): Promise<{ [K in keyof L]: Map<string, z.output<L[K]['schema']>> }> {
  const wanted = lookups.flatMap(({ table, keys }) =>
    [...new Map(keys.map((key) => [keyOf(key), key])).values()].map((key) => ({ table, key })),
  );
  const pages = await Promise.all(chunks(wanted, 100).map((page) => readPage(store, page)));
  return lookups.map((lookup) => {
    const asked = new Set(lookup.keys.map(keyOf));
    const items = pages.flatMap((page) => page.get(store.name(lookup.table)) ?? []);
    return new Map(
      items.flatMap((item): [string, unknown][] => {
        const key = keyOf(item);
        const parsed = asked.has(key) ? parseItem(store, lookup, item) : undefined;
        return parsed === undefined ? [] : [[key, parsed]];
      }),
    );
  }) as { [K in keyof L]: Map<string, z.output<L[K]['schema']>> };
}

export const keyOf = (item: { pk?: unknown; sk?: unknown }): string =>
  `${String(item.pk)}|${String(item.sk)}`;

/** Items by physical table; what the engine left unprocessed is asked for again. */
async function readPage(
  store: Store,
  page: readonly { table: string; key: Key }[],
): Promise<Map<string, Record<string, unknown>[]>> {
  const found = new Map<string, Record<string, unknown>[]>();
  const byTable = Map.groupBy(page, ({ table }) => table);
  let pending: Record<string, KeysAndAttributes> = Object.fromEntries(
    [...byTable].map(([table, wanted]) => [
      store.name(table),
      { Keys: wanted.map(({ key }) => written(key)), ConsistentRead: true },
    ]),
  );
  while (Object.keys(pending).length > 0) {
    const answer = await store.client.send(new BatchGetItemCommand({ RequestItems: pending }));
    for (const [table, items] of Object.entries(answer.Responses ?? {}))
      found.set(table, [...(found.get(table) ?? []), ...items.map((item) => unmarshall(item))]);
    pending = answer.UnprocessedKeys ?? {};
  }
  return found;
}

export interface Selection<S extends z.ZodType> {
  readonly table: string;
  readonly schema: S;
  readonly where: Expression;
  readonly index?: string;
  readonly filter?: Expression;
  readonly newestFirst?: boolean;
  readonly limit?: number;
  /** Only these attributes travel; the items are read, and paid for, whole. */
  readonly only?: readonly string[];
  readonly from?: Record<string, unknown> | undefined;
}

/** One page of a query. Strongly consistent on the table; indexes are eventually consistent by nature. */
export async function queryPage<S extends z.ZodType>(
  store: Store,
  args: Selection<S>,
): Promise<{ items: z.output<S>[]; next?: Record<string, unknown> }> {
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.name(args.table),
      KeyConditionExpression: args.where.expression,
      ExpressionAttributeNames: merge(
        merge(args.where.names, args.filter?.names),
        args.only && Object.fromEntries(args.only.map((name) => [`#${name}`, name])),
      ),
      ExpressionAttributeValues: written({ ...args.where.values, ...args.filter?.values }),
      ...(args.only && { ProjectionExpression: args.only.map((name) => `#${name}`).join(', ') }),
      ...(args.filter && { FilterExpression: args.filter.expression }),
      ...(args.index ? { IndexName: args.index } : { ConsistentRead: true }),
      ...(args.newestFirst && { ScanIndexForward: false }),
      ...(args.limit && { Limit: args.limit }),
      ...(args.from && { ExclusiveStartKey: written(args.from) }),
    }),
  );
  const { LastEvaluatedKey: next } = answer;
  return { items: parsePage(store, args, answer.Items), ...(next && { next: unmarshall(next) }) };
}

/** Every page of a query, lazily. */
export async function* queryPages<S extends z.ZodType>(
  store: Store,
  args: Selection<S>,
): AsyncGenerator<z.output<S>[]> {
  let from = args.from;
  do {
    const page = await queryPage(store, { ...args, from });
    yield page.items;
    from = page.next;
  } while (from);
}

export async function queryAll<S extends z.ZodType>(
  store: Store,
  args: Selection<S>,
): Promise<z.output<S>[]> {
  const all: z.output<S>[] = [];
  for await (const page of queryPages(store, args)) all.push(...page);
  return all;
}

/**
 * Every item of a table that passes the filter, in pages, eventually consistent: for work of the night, never for a request.
 * `only`: these attributes travel; the items are read, and paid for, whole. None of them is a word that DynamoDB reserves.
 */
export async function* scanPages<S extends z.ZodType>(
  store: Store,
  args: { table: string; schema: S; filter: Expression; only?: readonly string[] },
): AsyncGenerator<z.output<S>[]> {
  let from: Item | undefined;
  do {
    const answer = await store.client.send(
      new ScanCommand({
        TableName: store.name(args.table),
        FilterExpression: args.filter.expression,
        ...bindings(args.filter),
        ...(args.only && { ProjectionExpression: args.only.join(', ') }),
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    yield parsePage(store, args, answer.Items);
    from = answer.LastEvaluatedKey;
  } while (from);
}

const merge = <T>(a: Record<string, T> | undefined, b: Record<string, T> | undefined) =>
  a || b ? { ...a, ...b } : undefined;
