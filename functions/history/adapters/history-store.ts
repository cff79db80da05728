import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import {
  absent,
  connect,
  deleteItem,
  deleteItems,
  getItem,
  partition,
  putItem,
  queryAll,
  queryPages,
  transact,
  updateItem,
} from '#core/dynamo.ts';
import { zoneIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { Bytes } from '#core/schemas.ts';
import { keyedHash } from '#core/vault/cipher.ts';
import { createVault } from '#core/vault/vault.ts';
import type { Histories, Keepable, Keeper, Kept } from '../app/ports.ts';
import { capOf, KeptLoan } from '../domain/kept-loan.ts';
import { keeperKey, keepers, loanPrefix, readerPartition, table } from './keys.ts';

const KeeperItem = z
  .object({
    sk: z.string(),
    commune: z.string(),
    since: z.iso.datetime(),
    isEnded: z.boolean().default(false),
  })
  .transform(({ sk, commune, since, isEnded }): Keeper => ({
    subject: { subjectRef: sk, commune },
    since: Temporal.Instant.from(since),
    isEnded,
  }));

/** In the clear: dates and a commune. Which document: in `sealed` (class `history`), and hashed under that key in `sk`. */
const KeptItem = z.object({
  sk: z.string(),
  commune: z.string(),
  returnedOn: z.string(),
  liveUntil: z.int(),
  purgeAt: z.int(),
  sealed: Bytes,
});

const keyClass = 'history';
const stillKeeps = 'attribute_exists(pk) AND attribute_not_exists(isEnded)';

export function createHistories(runtime: Runtime): Histories {
  const store = connect(runtime);
  const vault = createVault(runtime);
  const identity = (subjectRef: string, sk: string) => [table, readerPartition(subjectRef), sk];
  const items = (subjectRef: string) => {
    const where = partition(readerPartition(subjectRef), loanPrefix);
    return queryAll(store, { table, schema: KeptItem, where });
  };

  const placeOf = async ({ subject }: Keeper, { loan }: Keepable) => {
    const key = await vault.keys.obtain(subject, keyClass);
    const { purgeAt } = capOf(loan.returnedAt, zoneIn(runtime.network, loan.commune));
    return key && `${loanPrefix}${String(purgeAt).padStart(12, '0')}#${hash(key, loan.loanRef)}`;
  };

  return {
    placeOf,
    find: (subjectRef) => getItem(store, { table, key: keeperKey(subjectRef), schema: KeeperItem }),
    keepers: () => queryPages(store, { table, schema: KeeperItem, where: partition(keepers) }),
    begin: async ({ subjectRef, commune }, since) => {
      const item = { ...keeperKey(subjectRef), commune, since: since.toString() };
      await putItem(store, { table, item, condition: absent });
    },
    end: async ({ subject: { subjectRef } }) => {
      await updateItem(store, {
        table,
        key: keeperKey(subjectRef),
        update: { expression: 'SET isEnded = :yes', values: { ':yes': true } },
        condition: 'attribute_exists(pk)',
      });
      await vault.keys.destroy(subjectRef, [keyClass]);
    },
    close: async ({ subject }) => {
      await deleteItem(store, { table, key: keeperKey(subject.subjectRef) });
    },
    list: async (subjectRef) =>
      (await items(subjectRef)).map(({ sealed: _sealed, ...kept }): Kept => kept),
    open: async (subjectRef) => {
      const opened = (await items(subjectRef)).map(async ({ sealed, ...kept }) => {
        const where = { subjectRef, keyClass, identity: identity(subjectRef, kept.sk) } as const;
        const loan = await vault.open({ ...where, sealed, schema: KeptLoan });
        return loan ? [{ ...kept, loan }] : [];
      });
      return (await Promise.all(opened)).flat();
    },
    keep: async (keeper, keepable) => {
      const { subject } = keeper;
      const sk = await placeOf(keeper, keepable);
      if (sk === undefined) return false;
      const sealed = await vault.seal({
        subject,
        keyClass,
        identity: identity(subject.subjectRef, sk),
        value: keepable.loan,
      });
      if (!sealed) return false;
      const put = {
        pk: readerPartition(subject.subjectRef),
        sk,
        ...inTheClear(runtime, keepable),
        sealed,
      };
      return transact(store, [
        {
          table,
          check: keeperKey(subject.subjectRef),
          condition: { expression: stillKeeps },
        },
        { table, put },
      ]);
    },
    remove: async (subjectRef, kept) => {
      const pk = readerPartition(subjectRef);
      await deleteItems(store, { table, keys: kept.map(({ sk }) => ({ pk, sk })) });
    },
    leavingOf: (subjectRef, { sk, returnedOn }) => ({
      keys: [{ pk: readerPartition(subjectRef), sk }],
      days: [returnedOn],
    }),
  };
}

const hash = (key: Uint8Array, loanRef: string) => keyedHash(key, ['loan', loanRef]);

function inTheClear(runtime: Runtime, { loan, liveUntil }: Keepable) {
  const { startedOn, purgeAt } = capOf(loan.returnedAt, zoneIn(runtime.network, loan.commune));
  return { commune: loan.commune, returnedOn: startedOn.toString(), liveUntil, purgeAt };
}
