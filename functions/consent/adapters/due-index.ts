import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { queryAll, type Store } from '#core/dynamo.ts';
import { table } from './keys.ts';

/** The sparse index of what falls due: a reader with a proof that ends, or an opposed contact. */
const index = 'due';

const Keyed = z
  .object({ pk: z.string(), sk: z.string(), dueAt: z.string() })
  .transform(({ dueAt, ...key }) => ({ key, commune: dueAt.slice(dueAt.indexOf('#') + 1) }));

/**
 * The attributes that put an item into it; epoch seconds become text that sorts as instants do. All communes share a
 * partition, so that a quiet night asks once: which one it is follows the instant.
 */
export const dueAttributes = (due: string, purgeAt: number, commune = '') => ({
  due,
  dueAt: `${said(purgeAt)}#${commune}`,
});

/** Keys and communes of what is due by then, epoch seconds. */
export const queryDue = (store: Store, { due, now }: { due: string; now: number }) =>
  queryAll(store, {
    table,
    index,
    schema: Keyed,
    where: {
      expression: 'due = :due AND dueAt < :then',
      values: { ':due': due, ':then': said(now + 1) },
    },
  });

const said = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toString();
