import * as z from 'zod';
import { epochSeconds } from '#core/calendar.ts';
import { connect, partition, putItem, queryAll } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { SnapshotId, Snapshots } from '../app/ports.ts';

const table = 'Snapshots';
const keptSeconds = 2 * 86_400;
const PageItem = z.object({ names: z.array(z.string()) });

const partitionOf = ({ library, at }: SnapshotId) => `${library}#${at.toString()}`;

export function createSnapshots(runtime: Runtime): Snapshots {
  const store = connect(runtime);
  return {
    keep: async (snapshot, names) => {
      if (names.length === 0) return;
      await putItem(store, {
        table,
        item: {
          pk: partitionOf(snapshot),
          sk: runtime.ids.ulid(),
          names,
          expiresAt: epochSeconds(runtime.clock.now()) + keptSeconds,
        },
      });
    },
    said: async (snapshot) => {
      const where = partition(partitionOf(snapshot));
      const pages = await queryAll(store, { table, schema: PageItem, where });
      return new Set(pages.flatMap(({ names }) => names));
    },
  };
}
