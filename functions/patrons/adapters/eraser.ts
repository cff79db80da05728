import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { epochSeconds } from '#core/calendar.ts';
import type { ErasureStep } from '#core/contributions.ts';
import { connect, deleteItems, partition, putItem, queryAll } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { createDirectory } from './directory.ts';
import { locatorKey, subjectPartition, table } from './keys.ts';

const Keys = z.object({ pk: z.string(), sk: z.string() });

/** How long an erased ref is remembered, as a hash, so that a synchronisation or a restore cannot bring it back (RET-20). */
const remembered = Temporal.Duration.from({ hours: 60 * 24 });

/**
 * Erases what the directory holds of one reader. The locator becomes a tombstone first: every read answers 410 from
 * there on, and the only trace is a keyed hash that says “erased” and expires.
 */
export function createEraser(runtime: Runtime): Pick<ErasureStep, 'prepare' | 'count' | 'erase'> {
  const store = connect(runtime);
  const index = createBlindIndex(runtime);
  const directory = createDirectory(runtime);
  const items = (subjectRef: string) =>
    queryAll(store, { table, schema: Keys, where: partition(subjectPartition(subjectRef)) });

  return {
    count: async ({ subjectRef }) => (await items(subjectRef)).length,
    prepare: async ({ subjectRef, commune }) => {
      const patron = await directory.read(subjectRef);
      if (!patron) return;
      const until = epochSeconds(runtime.clock.now().add(remembered));
      const key = locatorKey(await index('patron', patron.patronRef));
      await putItem(store, {
        table,
        item: { ...key, subjectRef, commune, isErased: true, ttl: until },
      });
    },
    erase: async ({ subjectRef }) => {
      const found = await items(subjectRef);
      await deleteItems(store, { table, keys: found });
      return found.length;
    },
  };
}
