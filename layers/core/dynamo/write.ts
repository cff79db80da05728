import {
  BatchExecuteStatementCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import { chunks } from '../chunks.ts';
import { mapConcurrently } from '../concurrency.ts';
import { bindings, condition, type Expression } from './expressions.ts';
import { parseItem } from './read.ts';
import { written, type Key, type Store } from './store.ts';

/** Writes one item; `false` when the condition did not hold, and then nothing changed. */
export async function putItem(
  store: Store,
  args: { table: string; item: Key & Record<string, unknown>; condition?: Expression },
): Promise<boolean> {
  return conditional(
    store.client.send(
      new PutItemCommand({
        TableName: store.name(args.table),
        Item: written(args.item),
        ...condition(args.condition),
      }),
    ),
  );
}

export async function updateItem(
  store: Store,
  args: { table: string; key: Key; update: Expression; condition?: string },
): Promise<boolean> {
  return conditional(store.client.send(new UpdateItemCommand(updateInput(store, args))));
}

/** The same; answers what the changed attributes are now, for no unit more, or nothing when the condition did not hold. */
export async function updatedItem<S extends z.ZodType>(
  store: Store,
  args: { table: string; key: Key; update: Expression; condition?: string; schema: S },
): Promise<z.output<S> | undefined> {
  const input = { ...updateInput(store, args), ReturnValues: 'UPDATED_NEW' as const };
  let attributes: unknown;
  const isUpdated = await conditional(
    store.client.send(new UpdateItemCommand(input)).then(({ Attributes }) => {
      attributes = unmarshall(Attributes ?? {});
    }),
  );
  return isUpdated ? parseItem(store, args, attributes) : undefined;
}

function updateInput(
  store: Store,
  args: { table: string; key: Key; update: Expression; condition?: string },
) {
  return {
    TableName: store.name(args.table),
    Key: written(args.key),
    UpdateExpression: args.update.expression,
    ...bindings(args.update),
    ...(args.condition && { ConditionExpression: args.condition }),
  };
}

export async function deleteItem(
  store: Store,
  args: { table: string; key: Key; condition?: Expression },
): Promise<boolean> {
  return conditional(
    store.client.send(
      new DeleteItemCommand({
        TableName: store.name(args.table),
        Key: written(args.key),
        ...condition(args.condition),
      }),
    ),
  );
}

/** Deletes by pages of 25 until the engine has taken every one. */
export async function deleteItems(
  store: Store,
  args: { table: string; keys: readonly Key[] },
): Promise<void> {
  const requests = args.keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: written({ pk, sk }) } }));
  await writeBatches(store, args.table, requests);
}

/** Writes items that may overwrite and be overwritten, by pages of 25 until the engine has taken every one. Keys are distinct. */
export async function putItems(
  store: Store,
  args: { table: string; items: readonly (Key & Record<string, unknown>)[] },
): Promise<void> {
  const requests = args.items.map((item) => ({ PutRequest: { Item: written(item) } }));
  await writeBatches(store, args.table, requests);
}

/** Removes an attribute from items of any tables, 25 a call: PartiQL is the only batch that updates. What is gone stays gone. */
export async function removeAttribute(
  store: Store,
  args: { attribute: string; items: readonly { readonly table: string; readonly key: Key }[] },
): Promise<void> {
  for (const page of chunks(args.items, 25)) {
    const Statements = page.map(({ table, key }) => ({
      Statement: `UPDATE "${store.name(table)}" REMOVE ${args.attribute} WHERE pk = ? AND sk = ?`,
      Parameters: [{ S: key.pk }, { S: key.sk }],
    }));
    const answer = await store.client.send(new BatchExecuteStatementCommand({ Statements }));
    const codes = (answer.Responses ?? []).flatMap(({ Error: error }) => error?.Code ?? []);
    const other = codes.find((code) => code !== 'ConditionalCheckFailed');
    if (other !== undefined) throw new Error(`a batch of updates was refused: ${other}`);
  }
}

export type Write =
  | {
      readonly put: Key & Record<string, unknown>;
      readonly table: string;
      readonly condition?: Expression;
    }
  | {
      readonly update: Expression;
      readonly key: Key;
      readonly table: string;
      readonly condition?: string;
    }
  | { readonly delete: Key; readonly table: string; readonly condition?: Expression }
  | { readonly check: Key; readonly table: string; readonly condition: Expression };

/** All or nothing, at most 100 writes; `false` when a condition did not hold or another writer was faster. */
export async function transact(store: Store, writes: readonly Write[]): Promise<boolean> {
  return conditional(
    store.client.send(
      new TransactWriteItemsCommand({
        TransactItems: writes.map((write) => transactItem(store, write)),
      }),
    ),
  );
}

function transactItem(store: Store, write: Write) {
  const TableName = store.name(write.table);
  if ('put' in write)
    return { Put: { TableName, Item: written(write.put), ...condition(write.condition) } };
  if ('update' in write) return { Update: updateInput(store, write) };
  if ('delete' in write)
    return { Delete: { TableName, Key: written(write.delete), ...condition(write.condition) } };
  return {
    ConditionCheck: {
      TableName,
      Key: written(write.check),
      ConditionExpression: write.condition.expression,
      ...bindings(write.condition),
    },
  };
}

async function conditional(sent: Promise<unknown>): Promise<boolean> {
  try {
    await sent;
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** A condition that did not hold, or another writer at the same moment; a cancelled transaction says why, item by item. */
function isRefusal(error: unknown): boolean {
  if (error instanceof TransactionCanceledException) {
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
    return codes.every((code) =>
      ['None', 'ConditionalCheckFailed', 'TransactionConflict'].includes(code),
    );
  }
  return (
    error instanceof ConditionalCheckFailedException ||
    error instanceof TransactionConflictException
  );
}

/** A partition takes a thousand deletes a second: four pages under way keep it busy, and no more. */
const batchesAtOnce = 4;

async function writeBatches(
  store: Store,
  table: string,
  requests: readonly WriteRequest[],
): Promise<void> {
  await mapConcurrently(chunks(requests, 25), batchesAtOnce, async (page) => {
    let pending: Record<string, WriteRequest[]> = { [store.name(table)]: page };
    while (Object.keys(pending).length > 0) {
      const answer = await store.client.send(new BatchWriteItemCommand({ RequestItems: pending }));
      pending = answer.UnprocessedItems ?? {};
    }
  });
}
