import type { Temporal } from 'temporal-polyfill';
import type { Key } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { keyedHash } from '#core/vault/cipher.ts';
import { createPeriodKeys } from '#core/vault/period-keys.ts';
import { livingKeys } from '../domain/suppression.ts';
import { suppressionKey } from './keys.ts';

/** They are the network's: a number is protected in all communes (NOT-04). */
const commune = '*';

/**
 * RET-18: under which keys of the store a contact may stand. An erased reader's number cannot be hashed again, because
 * nobody knows it any more; so an entry stays under the key of its year, and whoever looks tries the keys that live. All
 * of these are made on first use, also by who only reads: what is absent needs no second look.
 */
export function createSuppressionKeys(runtime: Runtime) {
  const keys = createPeriodKeys(runtime, 'SuppressionKeys');
  return {
    /** Keys of the store for each contact, this year's first. */
    namesOf: async (
      contacts: readonly string[],
      now: Temporal.Instant,
    ): Promise<Map<string, Key[]>> => {
      const periods = livingKeys(now).map((purgeAt) => ({ commune, purgeAt }));
      const obtained = await Promise.all(periods.map((period) => keys.obtain(period)));
      const living = obtained.filter((key) => key !== undefined);
      const nameOf = (key: Uint8Array, contact: string) =>
        suppressionKey(keyedHash(key, ['suppressed', contact]));
      return new Map(
        contacts.map((contact) => [contact, living.map((key) => nameOf(key, contact))]),
      );
    },
    /** Destroys the keys under which every entry is over by then, epoch seconds. */
    destroyOver: async (now: number): Promise<void> => {
      const over = (await keys.periods(commune)).filter(({ purgeAt }) => purgeAt <= now);
      await Promise.all(over.map((period) => keys.destroy(period)));
    },
  };
}
