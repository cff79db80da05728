import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { isVisible } from '#core/calendar.ts';
import { connect, getItems, partition, queryAll, type Key } from '#core/dynamo.ts';
import { zoneIn } from '#core/network.ts';
import { keysOfReader } from '#core/partition-eraser.ts';
import type { Runtime } from '#core/runtime.ts';
import { createVault } from '#core/vault/vault.ts';
import type { OpenDebt, OpenDebts } from '../app/ports.ts';
import { DebtItem, keyClass, openDebt } from './debt-item.ts';
import { debtsTable as table } from './tables.ts';

const Keys = z.object({ pk: z.string(), sk: z.string() });
const owing = { pk: 'owing', sk: 'owingSince' };

/** From the day on which a debt leaves it is nowhere, swept or not (RET-04). */
export function createOpenDebts(runtime: Runtime): OpenDebts {
  const store = connect(runtime);
  const vault = createVault(runtime);

  const load = async (keys: readonly Key[]): Promise<DebtItem[]> => {
    const items = await getItems(store, { table, keys, schema: DebtItem });
    const now = runtime.clock.now();
    return [...items.values()].filter(
      ({ state, purgeAt }) => state === 'OPEN' && isVisible(purgeAt, now),
    );
  };
  const open = async (keys: readonly Key[]): Promise<OpenDebt[]> => {
    const items = await load(keys);
    await vault.keys.warm(
      items.flatMap(({ reader }) => reader ?? []),
      keyClass,
    );
    const opened = await Promise.all(items.map((item) => openDebt(vault, item)));
    return opened.flatMap(({ claim, title }) =>
      claim ? [{ claim, ...(title && { titleRef: title.titleRef }) }] : [],
    );
  };

  return {
    ofCommune: async (commune) => {
      const where = partition(commune, undefined, owing);
      return open(await queryAll(store, { table, index: 'owing', schema: Keys, where }));
    },
    ofReader: async (subjectRef) => open(await keysOfReader(store, { table, subjectRef })),
    blocking: async (subjectRef) => {
      const items = await load(await keysOfReader(store, { table, subjectRef }));
      return items.map(({ isTitled, since, commune, purgeAt }) => ({
        isTitled,
        since,
        until: dayOf(purgeAt, zoneIn(runtime.network, commune)),
      }));
    },
  };
}

const dayOf = (epoch: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(epoch * 1000)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
