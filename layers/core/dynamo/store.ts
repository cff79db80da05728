import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Log } from '../log.ts';
import { oncePerRuntime } from '../once-per-runtime.ts';
import { tableVariable, variable } from '../runtime.ts';

/** One function a command, so that a bundle holds — and its role needs — only the commands that its code calls. */
export interface Store {
  readonly client: DynamoDBClient;
  readonly log: Log;
  /** Physical name of a table of the inventory. */
  name(table: string): string;
}

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/**
 * The store of a function: a client that puts its middleware together once a command, not once a call; the document
 * client cannot, and puts it together twice. So items are translated here, by what it would use.
 */
export const connect = oncePerRuntime((runtime): Store => ({
  client: runtime.instrument(new DynamoDBClient({ cacheMiddleware: true })),
  log: runtime.log,
  name: (table) => variable(runtime, tableVariable(table)),
}));

/** An item, a key or the values of an expression as DynamoDB writes them; what is undefined is left out. */
export const written = (item: object) => marshall(item, { removeUndefinedValues: true });
