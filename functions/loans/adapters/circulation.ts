import * as z from 'zod';
import { epochSeconds, isVisible } from '#core/calendar.ts';
import { getItems, partition, queryAll, queryPages, type Key } from '#core/dynamo.ts';
import { keyedHash } from '#core/vault/cipher.ts';
import type { Period } from '#core/vault/period-keys.ts';
import type { Borrower, Circulation } from '../app/ports.ts';
import type { LinkedRecord } from '../domain/record.ts';
import { endPrefix, parseEnd, periodPartition, readerPartition, table } from './keys.ts';
import { RecordItem } from './sealing.ts';
import type { Tools } from './tools.ts';

export const Found = z.object({ pk: z.string(), sk: z.string() });
export const readerIndex = { pk: 'reader', sk: 'readerSort' };
export const periodIndex = { pk: 'period', sk: 'periodSort' };

/** Keys of a reader's open loans or holds, or of those returned in one period by the hash of the reader. */
export function keysByReader(tools: Tools, reader: string, sort: string): Promise<Key[]> {
  const where = partition(reader, sort, readerIndex);
  return queryAll(tools.store, { table, index: 'reader', schema: Found, where });
}

/** Periods in which a reader has returned loans. Strongly consistent. */
export async function periodsOf(tools: Tools, subjectRef: string): Promise<Period[]> {
  const where = partition(readerPartition(subjectRef), endPrefix);
  const ends = await queryAll(tools.store, { table, schema: Found, where });
  const periods = ends.map(({ sk }) => parseEnd(sk));
  return [...new Map(periods.map((period) => [periodPartition(period), period])).values()];
}

/** Keys of a reader's returned loans; what has no period key any more is noise that the sweep removes. */
export async function returnedKeys(tools: Tools, subjectRef: string): Promise<Key[]> {
  const keys: Key[] = [];
  for (const period of await periodsOf(tools, subjectRef)) {
    const periodKey = await tools.periodKeys.find(period);
    if (!periodKey) continue;
    const hash = keyedHash(periodKey, ['reader', subjectRef]);
    keys.push(...(await keysByReader(tools, hash, 'RETURNED#')));
  }
  return keys;
}

export function createCirculation(tools: Tools): Circulation {
  const { store, runtime, sealing, vault, periodKeys } = tools;

  const visible = async (
    keys: readonly Key[],
    state: RecordItem['state'],
  ): Promise<RecordItem[]> => {
    const items = await getItems(store, { table, keys, schema: RecordItem });
    const now = runtime.clock.now();
    return [...items.values()].filter(
      (item) => item.state === state && isVisible(item.purgeAt, now),
    );
  };

  const opened = async (items: readonly RecordItem[]): Promise<LinkedRecord[]> => {
    const records = items.map(async (item) => ({ ...item, details: await sealing.details(item) }));
    return (await Promise.all(records)).flatMap(({ kind, commune, signs, details }) =>
      details ? [{ kind, commune, signs, details }] : [],
    );
  };

  /** Those of one period, latest first. */
  const borrowersIn = async (period: Period, itemRef: string): Promise<Borrower[]> => {
    const periodKey = await periodKeys.find(period);
    if (!periodKey) return [];
    const sort = `LOAN_LINK#${keyedHash(periodKey, ['item', itemRef])}#`;
    const where = partition(periodPartition(period), sort, periodIndex);
    const found: Borrower[] = [];
    for await (const keys of queryPages(store, { table, index: 'period', schema: Found, where })) {
      const items = await visible(keys, 'RETURNED');
      const borrowers = await Promise.all(items.map(sealing.openBorrower));
      found.push(...borrowers.flatMap((one) => (one ? [{ ...one.reader, ...one }] : [])));
    }
    return found.toSorted((a, b) => b.returnedAt - a.returnedAt);
  };

  return {
    open: async (subjectRef, kind) => {
      const keys = await keysByReader(tools, subjectRef, `${kind}#`);
      await vault.keys.warm([subjectRef], 'loans');
      return opened(await visible(keys, 'OPEN'));
    },
    returned: async (subjectRef) =>
      opened(await visible(await returnedKeys(tools, subjectRef), 'RETURNED')),
    lastBorrowers: async (itemRef, commune, limit) => {
      const now = epochSeconds(runtime.clock.now());
      const live = (await periodKeys.periods(commune)).filter(({ purgeAt }) => purgeAt > now);
      const found: Borrower[] = [];
      for (const period of live.toReversed()) {
        if (found.length >= limit) break;
        found.push(...(await borrowersIn(period, itemRef)));
      }
      return found.slice(0, limit);
    },
  };
}
