import * as z from 'zod';
import { isVisible } from '#core/calendar.ts';
import { getItems, keyOf, type Key } from '#core/dynamo.ts';
import { Bytes } from '#core/schemas.ts';
import type { Period } from '#core/vault/period-keys.ts';
import { Kind, type Details, type LinkedRecord } from '../domain/record.ts';
import { periodPartition, table } from './keys.ts';
import { StoredSign } from './signs.ts';
import type { Tools } from './tools.ts';

/** A loan or hold under the hash of its ref. In the clear: dates, a commune, its acts, opaque or hashed ids. */
export const RecordItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: Kind,
  /** `MARK`: nothing links any more. What has a deadline lies with its period, the rest is here, sealed. */
  state: z.enum(['MARK', 'OPEN', 'RETURNED']),
  commune: z.string(),
  version: z.int(),
  signs: z.array(StoredSign),
  /** Open: how the state of the reader names it. */
  link: z.string().optional(),
  /** Here: whose it is, by the opaque id, and the local date since when. */
  reader: z.string().optional(),
  since: z.string().optional(),
  sealed: Bytes.optional(),
  /** There: its sort key in the partition of its period. */
  kept: z.string().optional(),
  purgeAt: z.int().optional(),
});
export type RecordItem = z.infer<typeof RecordItem>;

/** A returned loan or a waiting hold in the partition of its period. */
export const KeptItem = z.object({
  pk: z.string(),
  sk: z.string(),
  sealed: Bytes,
  borrower: Bytes,
});
export type KeptItem = z.infer<typeof KeptItem>;

/** Where what has a deadline lies. */
export function keptKey({ commune, purgeAt, kept }: RecordItem): (Key & Period) | undefined {
  if (purgeAt === undefined || kept === undefined) return undefined;
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

/** Those of the records that lie with their periods, while these have a key. */
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
      const { reader, sealed } = record;
      if (!reader || !sealed) return undefined;
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
