import * as z from 'zod';
import { isVisible } from '#core/calendar.ts';
import { connect, getItem, getItems, updateItem } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Suppressions } from '../app/ports.ts';
import { protectedUntil, together } from '../domain/suppression.ts';
import { dueAttributes, queryDue } from './due-index.ts';
import { table } from './keys.ts';
import { createSuppressionKeys } from './suppression-keys.ts';

export const SuppressionItem = z.object({
  purposes: z.set(z.string()),
  at: z.string(),
  purgeAt: z.int(),
});

/** RET-18: no name, no card number, not even the number: an HMAC-SHA-256 of it and the purposes, for three years. */
export function createSuppressions(runtime: Runtime): Suppressions {
  const store = connect(runtime);
  const { namesOf, destroyOver } = createSuppressionKeys(runtime);
  return {
    destroyKeys: destroyOver,
    add: async (contact, purposes) => {
      const now = runtime.clock.now();
      const [key, ...older] = (await namesOf([contact], now)).get(contact) ?? [];
      if (!key) throw new Error('no key of this year');
      // Who speaks again carries along what was said in other years: three years from the last refusal for all of it.
      const items = await Promise.all(
        older.map((one) => getItem(store, { table, key: one, schema: SuppressionItem })),
      );
      const said = together(
        items.flatMap((item) => (item && isVisible(item.purgeAt, now) ? [item] : [])),
      );
      const purgeAt = protectedUntil(now, runtime.network.zone);
      const { due, dueAt } = dueAttributes(everyContact, purgeAt);
      await updateItem(store, {
        table,
        key,
        update: {
          expression:
            'ADD purposes :purposes SET #at = :at, purgeAt = :purgeAt, due = :due, dueAt = :dueAt',
          names: { '#at': 'at' },
          values: {
            ':purposes': new Set([...purposes, ...(said?.purposes ?? [])]),
            ':at': now.toString({ smallestUnit: 'millisecond' }),
            ':purgeAt': purgeAt,
            ':due': due,
            ':dueAt': dueAt,
          },
        },
      });
    },
    over: async (now) =>
      (await queryDue(store, { due: everyContact, now })).map(({ key }) => ({ keys: [key] })),
    left: async (over) => {
      const keys = over.flatMap((one) => one.keys);
      return (await getItems(store, { table, keys, schema: z.unknown() })).size;
    },
  };
}

/** They belong to no commune: a number is protected in the whole network (NOT-04). */
const everyContact = 'CONTACTS';
