import * as z from 'zod';
import { createDueCalendar, type DueCalendar, type Parcel } from '#core/due.ts';
import { partition, queryAll, type Store } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { PeriodKeys } from '#core/vault/period-keys.ts';
import { table } from './keys.ts';
import { unlist } from './reader-state.ts';

const Waiting = z.object({ reader: z.string(), link: z.string() });

/**
 * What leaves when (RET-01, RET-04, RET-05, RET-07, RET-17): the partition of a period is a parcel, its key is what
 * the parcel shares. Without that key every copy is noise; then a hold that nobody closed leaves the list of its
 * reader, and the sweep takes the bytes.
 */
export function createCalendar(args: {
  runtime: Runtime;
  store: Store;
  periodKeys: PeriodKeys;
}): DueCalendar {
  const { runtime, store, periodKeys } = args;
  const unlistHolds = async ({ parcel }: Parcel) => {
    const where = partition(parcel, 'HOLD#');
    for (const { reader, link } of await queryAll(store, { table, schema: Waiting, where }))
      await unlist(store, reader, [link]);
  };
  return createDueCalendar(runtime, {
    table,
    rules: { LOAN_LINK: 'RET-01', HOLD_LINK: 'RET-07', ACCESS_LOG: 'RET-17' },
    forget: async (parcel) => {
      await periodKeys.destroy(parcel);
      await unlistHolds(parcel);
    },
  });
}
