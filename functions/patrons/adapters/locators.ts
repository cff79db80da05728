import * as z from 'zod';
import { connect, getItem, getItems, keyOf, type Key } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import type { Located } from '../domain/patron.ts';
import { locatorKey, table } from './keys.ts';

const schema = z.object({
  subjectRef: z.string(),
  commune: z.string(),
  isErased: z.boolean().default(false),
});

/** From the ref of a library system, as a keyed hash, to the partition of its reader. */
export function createLocators(runtime: Runtime) {
  const store = connect(runtime);
  const index = createBlindIndex(runtime);
  const keyOfRef = async (patronRef: string): Promise<Key> =>
    locatorKey(await index('patron', patronRef));
  return {
    schema,
    keyOf: keyOfRef,
    find: async (patronRef: string): Promise<Located | undefined> => {
      const found = await getItem(store, { table, key: await keyOfRef(patronRef), schema });
      return found && { patronRef, ...found };
    },
    /** Keyed by `patronRef`. */
    findMany: async (patronRefs: readonly string[]): Promise<Map<string, Located>> => {
      const keys = await Promise.all(patronRefs.map(keyOfRef));
      const found = await getItems(store, { table, keys, schema });
      return new Map(
        patronRefs.flatMap((patronRef, n): [string, Located][] => {
          const key = keys[n];
          const located = key && found.get(keyOf(key));
          return located ? [[patronRef, { patronRef, ...located }]] : [];
        }),
      );
    },
  };
}
