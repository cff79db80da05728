import * as z from 'zod';
import type { Key } from '#core/dynamo.ts';
import { Bytes } from '#core/schemas.ts';
import type { BlindIndex } from '#core/vault/index-key.ts';
import type { Period } from '#core/vault/period-keys.ts';
import { titlesTable } from './tables.ts';

export const TitleItem = z.object({
  pk: z.string(),
  sk: z.string(),
  commune: z.string(),
  purgeAt: z.int(),
  keptUntil: z.string(),
  reader: z.string().optional(),
  sealed: Bytes,
});
export type TitleItem = z.infer<typeof TitleItem>;

/** A partition is what leaves together, so that the calendar is also the way to find a title. */
export const titlePartition = ({ commune, purgeAt }: Period) =>
  `TITLE#${commune}#${String(purgeAt)}`;

export const isTitlePartition = (pk: string) => pk.startsWith('TITLE#');

export const titlePrefix = (index: BlindIndex, titleRef: string) => index('title', titleRef);

/** One title may be of several debts. */
export async function titleKey(
  index: BlindIndex,
  { period, titleRef, debtRef }: { period: Period; titleRef: string; debtRef: string },
): Promise<Key> {
  const hashes = [await titlePrefix(index, titleRef), await index('debt', debtRef)];
  return { pk: titlePartition(period), sk: hashes.join('#') };
}

export const titleIdentity = ({ pk, sk }: Key) => [titlesTable, pk, sk];
