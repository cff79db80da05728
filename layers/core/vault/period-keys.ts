import * as z from 'zod';
import { epochSeconds } from '../calendar.ts';
import { absent, connect, deleteItem, getItem, partition, putItem, queryAll } from '../dynamo.ts';
import type { Runtime } from '../runtime.ts';
import { keyedHash } from './cipher.ts';
import { createKeyCache } from './key-cache.ts';
import { createKeyWrapper } from './key-wrapper.ts';

/**
 * All loans of a commune that fall due at one purge instant share a random key. Destroying it forgets the
 * month in one deletion, however many loans it held (design §5, RET-04, RET-05).
 */
export interface Period {
  readonly commune: string;
  /** Epoch seconds of the purge instant. */
  readonly purgeAt: number;
}

export interface NamedPeriod extends Period {
  readonly handle: string;
}

/**
 * A name of the period that says nothing by itself. The table of period keys alone tells which period it is, so that
 * wherever else it was written it means nothing as soon as the key is destroyed.
 */
export const periodHandle = (key: Uint8Array): string => keyedHash(key, ['period']).slice(0, 16);

export interface PeriodKeys {
  /** The key of a period that is not yet due; made on first use. Nothing from the purge instant on. */
  obtain(period: Period): Promise<Uint8Array | undefined>;
  find(period: Period): Promise<Uint8Array | undefined>;
  /** Every period of the commune that still has a key, oldest first. */
  periods(commune: string): Promise<NamedPeriod[]>;
  destroy(period: Period): Promise<void>;
}

const Item = z.object({
  wrapped: z.instanceof(Uint8Array),
  commune: z.string(),
  purgeAt: z.int(),
  handle: z.string(),
});
const itemKey = ({ commune, purgeAt }: Period) => ({
  pk: `COMMUNE#${commune}`,
  sk: String(purgeAt).padStart(12, '0'),
});

/** @param table of the plugin whose periods these are: keys of one plugin are never read by the role of another. */
export function createPeriodKeys(runtime: Runtime, table = 'PeriodKeys'): PeriodKeys {
  const store = connect(runtime);
  const wrapper = createKeyWrapper(runtime);
  const cache = createKeyCache(runtime.clock);
  const isDue = ({ purgeAt }: Period) => purgeAt <= epochSeconds(runtime.clock.now());
  const name = (period: Period) => `${period.commune}|${String(period.purgeAt)}`;

  const find = async (period: Period) => {
    if (isDue(period)) return undefined;
    const cached = cache.get(name(period));
    if (cached) return cached;
    const item = await getItem(store, { table, key: itemKey(period), schema: Item });
    return item && cache.put(name(period), await wrapper.unwrap(item.wrapped, item.commune));
  };

  return {
    find,
    obtain: async (period) => {
      if (isDue(period)) return undefined;
      const existing = await find(period);
      if (existing) return existing;
      const { plain, wrapped } = await wrapper.generate(period.commune);
      const { commune, purgeAt } = period;
      const handle = periodHandle(plain);
      const item = { ...itemKey(period), commune, purgeAt, handle, wrapped };
      const isMade = await putItem(store, { table, item, condition: absent });
      return isMade ? cache.put(name(period), plain) : find(period);
    },
    periods: async (commune) => {
      const items = await queryAll(store, {
        table,
        schema: Item,
        where: partition(`COMMUNE#${commune}`),
      });
      return items.map(({ purgeAt, handle }) => ({ commune, purgeAt, handle }));
    },
    destroy: async (period) => {
      await deleteItem(store, { table, key: itemKey(period) });
      cache.drop(name(period));
    },
  };
}
