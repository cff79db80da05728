import * as z from 'zod';
import type { Key } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { combineKeys } from '#core/vault/cipher.ts';
import { openJson, sealJson, type Vault } from '#core/vault/vault.ts';
import { Details } from '../domain/record.ts';
import { table } from './keys.ts';

/** Whose it is, and the hash of which loan or hold; opens with the period key alone. */
const Borrower = z.object({
  reader: z.object({ subjectRef: z.string(), commune: z.string() }),
  record: z.string(),
});
export type Borrower = z.infer<typeof Borrower>;

interface Kept extends Key {
  readonly sealed: Uint8Array;
  readonly borrower: Uint8Array;
}

/** What opens what. Nothing comes back when a key is gone or the bytes belong to another item. */
export interface Sealing {
  /** Under the reader's key alone; nothing when the reader is erased. */
  sealOpen(key: Key, details: Details): Promise<Uint8Array | undefined>;
  openOpen(item: Key & { reader: string; sealed: Uint8Array }): Promise<Details | undefined>;
  /** Under reader's key ‖ period key: noise as soon as either is gone. Nothing when the reader is erased. */
  sealKept(
    key: Key,
    args: { details: Details; periodKey: Uint8Array; record: string },
  ): Promise<Pick<Kept, 'sealed' | 'borrower'> | undefined>;
  openKept(item: Kept, periodKey: Uint8Array): Promise<Details | undefined>;
  borrowerOf(item: Omit<Kept, 'sealed'>, periodKey: Uint8Array): Borrower | undefined;
}

const identity = ({ pk, sk }: Key, part: string) => [table, pk, sk, part];

export function createSealing({ runtime, vault }: { runtime: Runtime; vault: Vault }): Sealing {
  const borrowerOf: Sealing['borrowerOf'] = (item, key) => {
    const args = { key, identity: identity(item, 'borrower'), sealed: item.borrower };
    return openJson({ ...args, schema: Borrower });
  };

  return {
    sealOpen: (key, details) =>
      vault.seal({
        subject: details.reader,
        keyClass: 'loans',
        identity: identity(key, 'open'),
        value: details,
      }),
    openOpen: (item) =>
      vault.open({
        subjectRef: item.reader,
        keyClass: 'loans',
        identity: identity(item, 'open'),
        sealed: item.sealed,
        schema: Details,
      }),
    sealKept: async (item, { details, periodKey, record }) => {
      const { reader } = details;
      const readerKey = await vault.keys.obtain(reader, 'loans');
      if (!readerKey) return undefined;
      const seal = (key: Uint8Array, part: string, value: unknown) =>
        sealJson(runtime, { key, identity: identity(item, part), value });
      return {
        sealed: seal(combineKeys(readerKey, periodKey), 'returned', details),
        borrower: seal(periodKey, 'borrower', { reader, record } satisfies Borrower),
      };
    },
    openKept: async (item, periodKey) => {
      const subjectRef = borrowerOf(item, periodKey)?.reader.subjectRef;
      const readerKey = subjectRef && (await vault.keys.find(subjectRef, 'loans'));
      if (!readerKey) return undefined;
      const key = combineKeys(readerKey, periodKey);
      const args = { key, identity: identity(item, 'returned'), sealed: item.sealed };
      return openJson({ ...args, schema: Details });
    },
    borrowerOf,
  };
}
