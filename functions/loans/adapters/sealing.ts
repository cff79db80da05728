import * as z from 'zod';
import type { Key } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { combineKeys } from '#core/vault/cipher.ts';
import type { PeriodKeys } from '#core/vault/period-keys.ts';
import { openJson, sealJson, type Vault } from '#core/vault/vault.ts';
import { Sign } from '../domain/lifecycle.ts';
import { Details, Kind } from '../domain/record.ts';
import { table } from './keys.ts';

/** A loan or hold as stored. In the clear: dates, a commune, opaque or hashed ids. */
export const RecordItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: Kind,
  state: z.enum(['MARK', 'OPEN', 'RETURNED']),
  commune: z.string(),
  version: z.int(),
  signs: z.array(Sign),
  /** Open: the reader's opaque id; returned: its hash under the period key. */
  reader: z.string().optional(),
  sealed: z.instanceof(Uint8Array).optional(),
  borrower: z.instanceof(Uint8Array).optional(),
  purgeAt: z.int().optional(),
});
export type RecordItem = z.infer<typeof RecordItem>;

/** Who returned it and when, for "last borrowers of an item"; opens with the period key alone. */
const BorrowerSeal = z.object({
  reader: z.object({ subjectRef: z.string(), commune: z.string() }),
  returnedAt: z.int(),
});

export interface Sealing {
  /** Nothing when the reader is erased. */
  sealOpen(key: Key, details: Details): Promise<Uint8Array | undefined>;
  /** Under reader's key ‖ period key: noise as soon as either is gone. Nothing when the reader is erased. */
  sealReturned(
    key: Key,
    args: { details: Details; periodKey: Uint8Array; returnedAt: number },
  ): Promise<{ sealed: Uint8Array; borrower: Uint8Array } | undefined>;
  openBorrower(item: RecordItem): Promise<z.infer<typeof BorrowerSeal> | undefined>;
  /** What an item says, while its keys live; a returned loan past its deadline has no key (RET-04). */
  details(item: RecordItem): Promise<Details | undefined>;
}

export function createSealing(args: {
  runtime: Runtime;
  vault: Vault;
  periodKeys: PeriodKeys;
}): Sealing {
  const { runtime, vault, periodKeys } = args;
  const identity = ({ pk, sk }: Key, part: string) => [table, pk, sk, part];

  const openBorrower: Sealing['openBorrower'] = async (item) => {
    const { borrower: sealed, commune, purgeAt } = item;
    if (!sealed || purgeAt === undefined) return undefined;
    const key = await periodKeys.find({ commune, purgeAt });
    return (
      key && openJson({ key, identity: identity(item, 'borrower'), sealed, schema: BorrowerSeal })
    );
  };

  const openReturned = async (item: RecordItem) => {
    const { sealed, commune, purgeAt } = item;
    const borrower = await openBorrower(item);
    if (!borrower || !sealed || purgeAt === undefined) return undefined;
    const periodKey = await periodKeys.find({ commune, purgeAt });
    const readerKey = await vault.keys.find(borrower.reader.subjectRef, 'loans');
    if (!readerKey || !periodKey) return undefined;
    const key = combineKeys(readerKey, periodKey);
    return openJson({ key, identity: identity(item, 'returned'), sealed, schema: Details });
  };

  const openOpen = async (item: RecordItem) => {
    const { reader, sealed } = item;
    if (!reader || !sealed) return undefined;
    const where = {
      subjectRef: reader,
      keyClass: 'loans',
      identity: identity(item, 'open'),
    } as const;
    return vault.open({ ...where, sealed, schema: Details });
  };

  return {
    openBorrower,
    sealOpen: (key, details) =>
      vault.seal({
        subject: details.reader,
        keyClass: 'loans',
        identity: identity(key, 'open'),
        value: details,
      }),
    sealReturned: async (key, { details, periodKey, returnedAt }) => {
      const { reader } = details;
      const readerKey = await vault.keys.obtain(reader, 'loans');
      if (!readerKey) return undefined;
      const both = combineKeys(readerKey, periodKey);
      return {
        sealed: sealJson(runtime, {
          key: both,
          identity: identity(key, 'returned'),
          value: details,
        }),
        borrower: sealJson(runtime, {
          key: periodKey,
          identity: identity(key, 'borrower'),
          value: { reader, returnedAt },
        }),
      };
    },
    details: async (item) => {
      if (item.state === 'OPEN') return openOpen(item);
      return item.state === 'RETURNED' ? openReturned(item) : undefined;
    },
  };
}
