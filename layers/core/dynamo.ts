import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { chunks, writeBatches } from './batch-write.ts';
import type { Log } from './log.ts';
import { tableVariable, variable, type Runtime } from './runtime.ts';

export { chunks };

/** One function a command, so that a bundle holds — and its role needs — only the commands that its code calls. */
export interface Store {
  readonly client: DynamoDBDocumentClient;
  readonly log: Log;
  /** Physical name of a table of the inventory. */
  name(table: string): string;
}

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** An expression with its names and values, as DynamoDB reads them. */
export interface Expression {
  readonly expression: string;
  readonly names?: Record<string, string>;
  readonly values?: Record<string, unknown>;
}

/** The store of a function: one client, however many adapters ask for it. */
export function connect(runtime: Runtime): Store {
  const store = stores.get(runtime) ?? open(runtime);
  stores.set(runtime, store);
  return store;
}

const stores = new WeakMap<Runtime, Store>();

function open(runtime: Runtime): Store {
  const client = runtime.instrument(new DynamoDBClient({}));
  return {
    client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    log: runtime.log,
    name: (table) => variable(runtime, tableVariable(table)),
  };
}

/** Items are parsed again on read; an unreadable one is logged and treated as absent, never a crash of a list. */
function parseItem<S extends z.ZodType>(store: Store, args: { table: string; schema: S }, item: unknown) {
  if (item === undefined) return undefined;
  const parsed = args.schema.safeParse(item);
  if (parsed.success) return parsed.data;
  store.log.error('ITEM_UNREADABLE', { table: args.table });
  return undefined;
}

/** Strongly consistent read of one item. */
export async function getItem<S extends z.ZodType>(
  store: Store,
  args: { table: string; key: Key; schema: S },
): Promise<z.output<S> | undefined> {
  const { Item } = await store.client.send(
    new GetCommand({ TableName: store.name(args.table), Key: args.key, ConsistentRead: true }),
  );
  return parseItem(store, args, Item);
}

export interface Lookup<S extends z.ZodType = z.ZodType> {
  readonly table: string;
  readonly keys: readonly Key[];
  readonly schema: S;
}

/** Strongly consistent read of many items of one table, by pages of 100; the answer is keyed by `pk|sk`. */
export async function getItems<S extends z.ZodType>(
  store: Store,
  args: Lookup<S>,
): Promise<Map<string, z.output<S>>> {
  const found = new Map<string, z.output<S>>();
  const unique = [...new Map(args.keys.map((key) => [keyOf(key), key])).values()];
  for (const page of chunks(unique, 100)) {
    for (const item of await readPage(store, { [store.name(args.table)]: page })) {
      const parsed = parseItem(store, args, item);
      if (parsed !== undefined) found.set(keyOf(item), parsed);
    }
  }
  return found;
}

export const keyOf = (item: { pk?: unknown; sk?: unknown }): string =>
  `${String(item.pk)}|${String(item.sk)}`;

async function readPage(store: Store, request: Record<string, Key[]>): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let pending: Record<string, { Keys: Record<string, unknown>[]; ConsistentRead: boolean }> =
    Object.fromEntries(
      Object.entries(request).map(([table, keys]) => [
        table,
        { Keys: keys.map((key) => ({ ...key })), ConsistentRead: true },
      ]),
    );
  while (Object.keys(pending).length > 0) {
    const answer = await store.client.send(new BatchGetCommand({ RequestItems: pending }));
    items.push(...Object.values(answer.Responses ?? {}).flat());
    pending = (answer.UnprocessedKeys ?? {}) as typeof pending;
  }
  return items;
}

export interface Selection<S extends z.ZodType> {
  readonly table: string;
  readonly schema: S;
  readonly where: Expression;
  readonly index?: string;
  readonly filter?: Expression;
  readonly newestFirst?: boolean;
  readonly limit?: number;
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
      ExpressionAttributeNames: merge(args.where.names, args.filter?.names),
      ExpressionAttributeValues: merge(args.where.values, args.filter?.values),
      ...(args.filter && { FilterExpression: args.filter.expression }),
      ...(args.index ? { IndexName: args.index } : { ConsistentRead: true }),
      ...(args.newestFirst && { ScanIndexForward: false }),
      ...(args.limit && { Limit: args.limit }),
      ...(args.from && { ExclusiveStartKey: args.from }),
    }),
  );
  const items = (answer.Items ?? []).flatMap((item) => {
    const parsed = parseItem(store, args, item);
    return parsed === undefined ? [] : [parsed];
  });
  return { items, ...(answer.LastEvaluatedKey && { next: answer.LastEvaluatedKey }) };
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

export async function queryAll<S extends z.ZodType>(store: Store, args: Selection<S>): Promise<z.output<S>[]> {
  const all: z.output<S>[] = [];
  for await (const page of queryPages(store, args)) all.push(...page);
  return all;
}

/** Writes one item; `false` when the condition did not hold, and then nothing changed. */
export async function putItem(
  store: Store,
  args: { table: string; item: Key & Record<string, unknown>; condition?: Expression },
): Promise<boolean> {
  return conditional(
    store.client.send(
      new PutCommand({ TableName: store.name(args.table), Item: args.item, ...condition(args.condition) }),
    ),
  );
}

export async function updateItem(
  store: Store,
  args: { table: string; key: Key; update: Expression; condition?: string },
): Promise<boolean> {
  return conditional(store.client.send(new UpdateCommand(updateInput(store, args))));
}

function updateInput(store: Store, args: { table: string; key: Key; update: Expression; condition?: string }) {
  return {
    TableName: store.name(args.table),
    Key: args.key,
    UpdateExpression: args.update.expression,
    ExpressionAttributeNames: args.update.names,
    ExpressionAttributeValues: args.update.values,
    ...(args.condition && { ConditionExpression: args.condition }),
  };
}

export async function deleteItem(
  store: Store,
  args: { table: string; key: Key; condition?: Expression },
): Promise<boolean> {
  return conditional(
    store.client.send(
      new DeleteCommand({ TableName: store.name(args.table), Key: args.key, ...condition(args.condition) }),
    ),
  );
}

/** Deletes by pages of 25 until the engine has taken every one. */
export async function deleteItems(store: Store, args: { table: string; keys: readonly Key[] }): Promise<void> {
  const requests = args.keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
  await writeBatches(store.client, store.name(args.table), requests);
}

/** Writes items that may overwrite and be overwritten, by pages of 25 until the engine has taken every one. Keys are distinct. */
export async function putItems(
  store: Store,
  args: { table: string; items: readonly (Key & Record<string, unknown>)[] },
): Promise<void> {
  const requests = args.items.map((Item) => ({ PutRequest: { Item } }));
  await writeBatches(store.client, store.name(args.table), requests);
}

export type Write =
  | { readonly put: Key & Record<string, unknown>; readonly table: string; readonly condition?: Expression }
  | { readonly update: Expression; readonly key: Key; readonly table: string; readonly condition?: string }
  | { readonly delete: Key; readonly table: string; readonly condition?: Expression }
  | { readonly check: Key; readonly table: string; readonly condition: Expression };

/** All or nothing, at most 100 writes; `false` when a condition did not hold or another writer was faster. */
export async function transact(store: Store, writes: readonly Write[]): Promise<boolean> {
  return conditional(
    store.client.send(
      new TransactWriteCommand({ TransactItems: writes.map((write) => transactItem(store, write)) }),
    ),
  );
}

function transactItem(store: Store, write: Write) {
  const TableName = store.name(write.table);
  if ('put' in write) return { Put: { TableName, Item: write.put, ...condition(write.condition) } };
  if ('update' in write) return { Update: updateInput(store, write) };
  if ('delete' in write) return { Delete: { TableName, Key: write.delete, ...condition(write.condition) } };
  return {
    ConditionCheck: { TableName, Key: write.check, ConditionExpression: write.condition.expression, ...bindings(write.condition) },
  };
}

async function conditional(sent: Promise<unknown>): Promise<boolean> {
  try {
    await sent;
    return true;
  } catch (error) {
    if (error instanceof Error && refusedNames.has(error.name)) return false;
    throw error;
  }
}

const refusedNames = new Set([
  'ConditionalCheckFailedException',
  'TransactionCanceledException',
  'TransactionConflictException',
]);

const bindings = (expression: Expression) => ({
  ...(expression.names && { ExpressionAttributeNames: expression.names }),
  ...(expression.values && { ExpressionAttributeValues: expression.values }),
});

const condition = (expression: Expression | undefined) =>
  expression && { ConditionExpression: expression.expression, ...bindings(expression) };

const merge = <T>(a: Record<string, T> | undefined, b: Record<string, T> | undefined) =>
  a || b ? { ...a, ...b } : undefined;

/** The item does not exist yet. */
export const absent: Expression = { expression: 'attribute_not_exists(pk)' };

/** Nobody changed the item since it was read at `version`. */
export function unchangedSince(version: number): Expression {
  return { expression: 'version = :version', values: { ':version': version } };
}

/** The key condition `pk = …`, optionally with the start of the sort key. */
export function partition(pk: string, skPrefix?: string, attributes = { pk: 'pk', sk: 'sk' }): Expression {
  return {
    expression: skPrefix === undefined ? '#pk = :pk' : '#pk = :pk AND begins_with(#sk, :sk)',
    names: { '#pk': attributes.pk, ...(skPrefix !== undefined && { '#sk': attributes.sk }) },
    values: { ':pk': pk, ...(skPrefix !== undefined && { ':sk': skPrefix }) },
  };
}

/** An opaque cursor for `?cursor=`, and back. */
export function writeCursor(next: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(next)).toString('base64url');
}
