import * as z from 'zod';
import type { Store } from '#core/dynamo.ts';
import { createLog } from '#core/log.ts';
import type { InventoryTable } from '../inventory/types.ts';
import { connectEngine, prepareTables } from '../local/tables.ts';

/** The shape of our tables: string keys, a sparse index with all attributes, one with keys only. */
const table: InventoryTable = {
  name: 'Probe',
  plugin: 'conformance',
  pitrDays: 1,
  indexes: {
    byOwner: { partition: 'owner', sort: 'at', projection: 'ALL' },
    keys: { partition: 'owner', sort: 'sk', projection: 'KEYS_ONLY' },
  },
};

/** One engine under the functions of `#core/dynamo.ts`, with a partition that no other check uses. */
export interface Probe {
  readonly store: Store;
  readonly pk: string;
}

/** An item of whatever a check wrote. */
export const Item = z.looseObject({ pk: z.string(), sk: z.string() });

/** Makes the table. @param prefix so that several runs can share an engine */
export async function openStore(endpoint: string, prefix: string): Promise<Store> {
  const client = connectEngine(endpoint);
  await prepareTables({ client, prefix }, [table]);
  return { client, log: createLog(() => undefined), name: (name) => prefix + name };
}
