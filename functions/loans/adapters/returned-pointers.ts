import * as z from 'zod';
import { mapConcurrently } from '#core/concurrency.ts';
import { getItems, keyOf, updateItem, type Key } from '#core/dynamo.ts';
import type { Period } from '#core/vault/period-keys.ts';
import type { ReturnedPointer } from '../app/ports.ts';
import { pointersKey, recordKey, table } from './keys.ts';
import type { Tools } from './tools.ts';

const Row = z.object({ loans: z.set(z.instanceof(Uint8Array)) });

/** One update a reader and period: which loans they returned in it, each sealed under the key of the period. */
export async function addPointers(
  { store }: Tools,
  pointers: readonly ReturnedPointer[],
): Promise<void> {
  const rows = [...Map.groupBy(pointers, ({ row }) => keyOf(row)).values()];
  await mapConcurrently(rows, 16, async (same) => {
    const [first] = same;
    if (!first) return;
    const loans = new Set(same.map(({ sealed }) => sealed));
    const update = {
      expression: 'ADD loans :loans SET purgeAt = :purgeAt',
      values: { ':loans': loans, ':purgeAt': first.purgeAt },
    };
    await updateItem(store, { table, key: first.row, update });
  });
}

/** Keys of the records of the loans that a reader returned in these periods. */
export async function returnedKeys(
  { store, periodKeys, sealing }: Tools,
  subjectRef: string,
  periods: readonly Period[],
): Promise<Key[]> {
  const keys = periods.map((period) => pointersKey(period, subjectRef));
  const rows = await getItems(store, { table, keys, schema: Row });
  const found = periods.map(async (period) => {
    const key = pointersKey(period, subjectRef);
    const loans = rows.get(keyOf(key))?.loans ?? new Set();
    const periodKey = loans.size > 0 ? await periodKeys.find(period) : undefined;
    if (!periodKey) return [];
    return [...loans].flatMap((sealed) => sealing.openPointer(key, sealed, periodKey) ?? []);
  });
  return (await Promise.all(found)).flat().map((hash) => recordKey('LOAN', hash));
}
