import { Temporal } from 'temporal-polyfill';
import { epochSeconds } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import type { ErasureStep } from '#core/contributions.ts';
import { connect, putItem, type Expression } from '#core/dynamo.ts';
import { createPartitionEraser } from '#core/partition-eraser.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { createTombstones, type Tombstone } from '#core/vault/tombstones.ts';
import { createDirectory } from './directory.ts';
import { locatorKey, subjectPartition, table } from './keys.ts';

/** How long an erased ref is remembered, as a hash, so that a synchronisation or a restore cannot bring it back (RET-20). */
const remembered = Temporal.Duration.from({
  hours: 24 * Temporal.Duration.from(retentionRules['RET-20'].parameters.tombstone).days,
});

/**
 * Erases what the directory holds of one reader. The locator becomes a tombstone first: every read answers 410 from
 * there on, and the only trace is a keyed hash that says “erased” and expires.
 */
export function createEraser(
  runtime: Runtime,
): Pick<ErasureStep, 'prepare' | 'bury' | 'count' | 'erase'> {
  const store = connect(runtime);
  const index = createBlindIndex(runtime);
  const directory = createDirectory(runtime);
  const stones = createTombstones(runtime);
  const putStone = (stone: Tombstone, condition?: Expression) => {
    const { refHash, subjectRef, commune, until: ttl } = stone;
    const item = { ...locatorKey(refHash), subjectRef, commune, isErased: true, ttl };
    return putItem(store, { table, item, ...(condition && { condition }) });
  };
  return {
    ...createPartitionEraser(runtime, { table, pkOf: subjectPartition }),
    prepare: async ({ subjectRef, commune }) => {
      const patron = await directory.read(subjectRef);
      if (!patron) return;
      const until = epochSeconds(runtime.clock.now().add(remembered));
      const stone = {
        subjectRef,
        commune,
        until,
        refHash: await index('patron', patron.patronRef),
      };
      await stones.keep(stone);
      await putStone(stone);
    },
    // Whoever enrolled again since has another ref of ours, and stays.
    bury: async (stone) => {
      await putStone(stone, {
        expression: 'attribute_not_exists(pk) OR subjectRef = :ref',
        values: { ':ref': stone.subjectRef },
      });
    },
  };
}
