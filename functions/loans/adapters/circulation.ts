import { epochSeconds } from '#core/calendar.ts';
import { keyOf, partition, queryAll } from '#core/dynamo.ts';
import { keyedHash } from '#core/vault/cipher.ts';
import type { Period } from '#core/vault/period-keys.ts';
import type { Borrower, Circulation } from '../app/ports.ts';
import { lifeOf } from '../domain/lifecycle.ts';
import { KeptItem, keptKey, openRecords, visibleRecords } from './items.ts';
import { keptPrefix, periodPartition, recordKey, table } from './keys.ts';
import { linkedKeys, returnedOf, stateOf } from './reader-state.ts';
import type { Tools } from './tools.ts';

/** What leads to a record only finds it; the record itself, read consistently, says what stands. */
export function createCirculation(tools: Tools): Circulation {
  const { store, runtime, sealing, periodKeys, index } = tools;
  const own = (subjectRef: string) => (record: { details: { reader: { subjectRef: string } } }) =>
    record.details.reader.subjectRef === subjectRef;

  /** Those of one period, latest first. */
  const borrowersIn = async (period: Period, itemRef: string): Promise<Borrower[]> => {
    const periodKey = await periodKeys.find(period);
    if (!periodKey) return [];
    const prefix = keptPrefix('LOAN', keyedHash(periodKey, ['item', itemRef]));
    const where = partition(periodPartition(period), prefix);
    const items = await queryAll(store, { table, schema: KeptItem, where });
    const found = items.flatMap((item) => {
      const borrower = sealing.borrowerOf(item, periodKey);
      return borrower ? [{ ...borrower, key: keyOf(item) }] : [];
    });
    const keys = found.map(({ record }) => recordKey('LOAN', record));
    const records = new Map(
      (await visibleRecords(tools, keys)).map((record) => [keyOf(keptKey(record) ?? {}), record]),
    );
    return found
      .flatMap(({ reader, key }) => {
        const record = records.get(key);
        const returnedAt = record && lifeOf(record.signs).endedAt;
        return returnedAt === undefined ? [] : [{ subjectRef: reader.subjectRef, returnedAt }];
      })
      .toSorted((a, b) => b.returnedAt - a.returnedAt);
  };

  return {
    find: async (loanRef) => {
      const key = recordKey('LOAN', await index('LOAN', loanRef));
      return (await openRecords(tools, await visibleRecords(tools, [key])))[0];
    },
    open: async (subjectRef, kind) => {
      const state = await stateOf(store, subjectRef);
      const keys = state ? linkedKeys(state, kind) : [];
      const records = await visibleRecords(tools, keys);
      const standing = records.filter((one) => one.state === 'OPEN');
      return (await openRecords(tools, standing)).filter(own(subjectRef));
    },
    returned: async (subjectRef) => {
      const state = await stateOf(store, subjectRef);
      if (!state) return [];
      const pointed = await returnedOf(tools, subjectRef, state);
      const keys = [...linkedKeys(state, 'LOAN'), ...pointed];
      const records = await visibleRecords(tools, keys);
      const returned = records.filter((one) => one.state === 'RETURNED');
      return (await openRecords(tools, returned)).filter(own(subjectRef));
    },
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
