import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Log } from '../log.ts';
import { tableVariable, variable, type Runtime } from '../runtime.ts';

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
    client: DynamoDBDocumentClient.from(client, {
      marshallOptions: { removeUndefinedValues: true },
    }),
    log: runtime.log,
    name: (table) => variable(runtime, tableVariable(table)),
  };
}
