import type { Stack } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { tableVariable } from '#core/runtime.ts';
import type { InventoryFunction, InventoryTable, InventoryVariable } from '../inventory/types.ts';
import type { Stateful } from './stateful.ts';

export interface EnvironmentSources {
  readonly stateful: Stateful;
  readonly tables: readonly InventoryTable[];
  readonly functions: readonly InventoryFunction[];
  readonly queues: ReadonlyMap<string, IQueue>;
  readonly configurationSet: string;
}

/**
 * What one function reads from its environment: only the names of what it was granted.
 * `SUBSCRIPTIONS`, by queue because the environment holds 4 KB, is `[{queue: url, types: [event type]}]`, `OUTBOX_TABLES` `["Loans", …]` (names of the inventory).
 */
export function environmentOf(
  stack: Stack,
  one: InventoryFunction,
  sources: EnvironmentSources,
): Record<string, string> {
  return {
    ...tableNames(one, sources.stateful),
    ...(one.grants.some((grant) => 'key' in grant) && {
      VAULT_KEY_ID: sources.stateful.vaultKey.keyArn,
    }),
    ...(one.grants.some((grant) => 'send' in grant && grant.send === 'EMAIL') && {
      CONFIGURATION_SET: sources.configurationSet,
    }),
    ...Object.fromEntries(
      one.variables.map((name) => [name, stack.toJsonString(inventoryValues[name](sources))]),
    ),
  };
}

const inventoryValues: Readonly<
  Record<InventoryVariable, (sources: EnvironmentSources) => unknown>
> = {
  OUTBOX_TABLES: ({ tables }) => tables.filter(({ outbox }) => outbox).map(({ name }) => name),
  SUBSCRIPTIONS: subscriptions,
};

function tableNames(one: InventoryFunction, stateful: Stateful): Record<string, string> {
  const entries = one.tables.map((name) => {
    const table = stateful.tables.get(name);
    if (!table)
      throw new Error(`function ${one.id} needs the table ${name}, which no manifest declares`);
    return [tableVariable(name), table.tableName] as const;
  });
  return Object.fromEntries(entries);
}

function subscriptions({
  functions,
  queues,
}: EnvironmentSources): readonly { queue: string; types: readonly string[] }[] {
  return functions.flatMap(({ id, consumes }) => {
    const own = queues.get(id);
    return own ? [{ queue: own.queueUrl, types: consumes }] : [];
  });
}
