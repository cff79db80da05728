import * as z from 'zod';
import { epochSeconds } from '#core/calendar.ts';
import { getItem, partition, putItems, queryAll, updateItem, type Store } from '#core/dynamo.ts';
import type { Clocks, LoanEnd } from '../app/ports.ts';
import { clockKey, endPrefix, endSort, leaving, parseEnd, readerPartition, table } from './keys.ts';
import type { Tools } from './tools.ts';

const ClockItem = z.object({ lastLoanEnd: z.string() });
const EndItem = z.object({ sk: z.string() });

/**
 * The inactivity clock of RET-09 as dates: one small item a reader and day while the loan itself is kept, then
 * the latest of them in the reader's clock. Plain puts in pages: no condition, no race, no read.
 */
export function createClocks({ store, calendar, runtime }: Tools): Clocks {
  return {
    noteEnds: async (ends) => {
      const now = epochSeconds(runtime.clock.now());
      const living = new Map(
        ends
          .filter(({ purgeAt }) => purgeAt > now)
          .map((end) => [`${end.subjectRef}|${endSort(end)}`, end]),
      );
      for (const { commune, purgeAt } of living.values())
        await calendar.enter({ commune, purgeAt });
      await putItems(store, { table, items: [...living.values()].map(endItem) });
      for (const { subjectRef, endedOn } of ends.filter(({ purgeAt }) => purgeAt <= now)) {
        await advanceClock(store, subjectRef, endedOn);
      }
    },
  };
}

/** Without the TTL attribute: the date must reach the clock before the item goes. */
function endItem(end: LoanEnd) {
  const { period, periodSort } = leaving({ ...end, category: 'LOAN_END', on: end.endedOn });
  return { pk: readerPartition(end.subjectRef), sk: endSort(end), period, periodSort };
}

/** The clock only goes forward. */
export async function advanceClock(
  store: Store,
  subjectRef: string,
  endedOn: string,
): Promise<void> {
  await updateItem(store, {
    table,
    key: clockKey(subjectRef),
    update: { expression: 'SET lastLoanEnd = :day', values: { ':day': endedOn } },
    condition: 'attribute_not_exists(lastLoanEnd) OR lastLoanEnd < :day',
  });
}

/** Local date on which the reader's last known loan ended. */
export async function lastLoanEnd(store: Store, subjectRef: string): Promise<string | undefined> {
  const [clock, days] = await Promise.all([
    getItem(store, { table, key: clockKey(subjectRef), schema: ClockItem }),
    endDays(store, subjectRef),
  ]);
  return [...days, ...(clock ? [clock.lastLoanEnd] : [])].toSorted().at(-1);
}

export async function endDays(store: Store, subjectRef: string): Promise<string[]> {
  const where = partition(readerPartition(subjectRef), endPrefix);
  const ends = await queryAll(store, { table, schema: EndItem, where });
  return ends.map(({ sk }) => parseEnd(sk).endedOn);
}
