import * as z from 'zod';
import { isVisible } from '#core/calendar.ts';
import { getItems, keyOf, type Key } from '#core/dynamo.ts';
import type { Period } from '#core/vault/period-keys.ts';
import { Sign } from '../domain/lifecycle.ts';
import { Kind, type Details, type LinkedRecord } from '../domain/record.ts';
import { periodPartition, table } from './keys.ts';
import type { Tools } from './tools.ts';

/** A loan or hold under the hash of its ref. In the clear: dates, a commune, opaque or hashed ids. */
export const RecordItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: Kind,
  /** `OPEN`: all of it is here, sealed. `RETURNED`: it lies with its period. `MARK`: nothing links any more. */
  state: z.enum(['MARK', 'OPEN', 'RETURNED']),
  commune: z.string(),
  version: z.int(),
  signs: z.array(Sign),
  /** Open: whose it is, by the opaque id, and how the state of that reader names it. */
  reader: z.string().optional(),
  link: z.string().optional(),
  /** Open: the local date since when. */
  since: z.string().optional(),
  sealed: z.instanceof(Uint8Array).optional(),
  /** Returned: its sort key in the partition of its period. */
  kept: z.string().optional(),
  purgeAt: z.int().optional(),
});
export type RecordItem = z.infer<typeof RecordItem>;

/** A returned loan in the partition of its period. */
export const KeptItem = z.object({
  pk: z.string(),
  sk: z.string(),
  sealed: z.instanceof(Uint8Array),
  borrower: z.instanceof(Uint8Array),
});
export type KeptItem = z.infer<typeof KeptItem>;

/** Where a returned loan lies. */
export function keptKey({ state, commune, purgeAt, kept }: RecordItem): (Key & Period) | undefined {
  if (state !== 'RETURNED' || purgeAt === undefined || kept === undefined) return undefined;
  return { pk: periodPartition({ commune, purgeAt }), sk: kept, commune, purgeAt };
}

/** Consistent read of records by key; what is past its deadline is absent (RET-04). */
export async function visibleRecords(
  { store, runtime }: Pick<Tools, 'store' | 'runtime'>,
  keys: readonly Key[],
): Promise<RecordItem[]> {
  const items = await getItems(store, { table, keys, schema: RecordItem });
  const now = runtime.clock.now();
  return [...items.values()].filter(({ purgeAt }) => isVisible(purgeAt, now));
}

/** Returned loans among records, as they lie with their periods while these have a key. */
export async function keptOf(
  { store, periodKeys }: Tools,
  records: readonly RecordItem[],
): Promise<{ record: RecordItem; item: KeptItem; periodKey: Uint8Array }[]> {
  const placed = records.flatMap((record) => {
    const key = keptKey(record);
    return key ? [{ record, key }] : [];
  });
  const keys = placed.map(({ key: { pk, sk } }) => ({ pk, sk }));
  const items = await getItems(store, { table, keys, schema: KeptItem });
  const found = placed.map(async ({ record, key }) => {
    const item = items.get(keyOf(key));
    const periodKey = item && (await periodKeys.find(key));
    return periodKey ? [{ record, item, periodKey }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** What records say, while their keys live, by `keyOf`; marks say nothing. */
export async function detailsOf(
  tools: Tools,
  records: readonly RecordItem[],
): Promise<Map<string, Details>> {
  const { sealing, vault } = tools;
  const kept = await keptOf(tools, records);
  const borrowers = kept.flatMap(
    ({ item, periodKey }) => sealing.borrowerOf(item, periodKey)?.reader.subjectRef ?? [],
  );
  const readers = new Set([...records.flatMap(({ reader }) => reader ?? []), ...borrowers]);
  await vault.keys.warm([...readers], 'loans');
  const opened = [
    ...records.map(async (record) => {
      const { state, reader, sealed } = record;
      if (state !== 'OPEN' || !reader || !sealed) return undefined;
      return [keyOf(record), await sealing.openOpen({ ...record, reader, sealed })] as const;
    }),
    ...kept.map(
      async ({ record, item, periodKey }) =>
        [keyOf(record), await sealing.openKept(item, periodKey)] as const,
    ),
  ];
  const known = (await Promise.all(opened)).flatMap((entry): [string, Details][] =>
    entry?.[1] ? [[entry[0], entry[1]]] : [],
  );
  return new Map(known);
}

/** Those that can be opened, as the domain knows them. */
export async function openRecords(
  tools: Tools,
  records: readonly RecordItem[],
): Promise<LinkedRecord[]> {
  const details = await detailsOf(tools, records);
  return records.flatMap((record) => {
    const { kind, commune, signs } = record;
    const known = details.get(keyOf(record));
    return known ? [{ kind, commune, signs, details: known }] : [];
  });
}
