import * as z from 'zod';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import { epochSeconds } from '#core/calendar.ts';
import { connect, getItems, updateItem } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import type { Suppressions } from '../app/ports.ts';
import { dueAttributes, queryDue } from './due-index.ts';
import { suppressionKey, table } from './keys.ts';

/** RET-18: no name, no card number, not even the number: an HMAC-SHA-256 of it and the purposes, for three years. */
export function createSuppressions(runtime: Runtime): Suppressions {
  const store = connect(runtime);
  const index = createBlindIndex(runtime);
  return {
    add: async (contact, purposes) => {
      const now = runtime.clock.now();
      const end = now
        .toZonedDateTimeISO(runtime.network.zone)
        .add(retentionRules['RET-18'].parameters.suppression);
      const purgeAt = epochSeconds(end.toInstant());
      const { due, dueAt } = dueAttributes(everyContact, purgeAt);
      await updateItem(store, {
        table,
        key: suppressionKey(await index('suppressed', contact)),
        update: {
          expression:
            'ADD purposes :purposes SET #at = :at, purgeAt = :purgeAt, due = :due, dueAt = :dueAt',
          names: { '#at': 'at' },
          values: {
            ':purposes': new Set(purposes),
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
