import { absent, putItem, type Store } from '#core/dynamo.ts';
import { duePartition, padded, periodPartition, table } from './keys.ts';

export interface DueCalendar {
  /**
   * Notes that something of a commune leaves at that instant (epoch seconds), so that the sweep of the day finds it
   * with one query. Called before the thing itself is written: what is not on the calendar is never stored.
   */
  enter(due: { commune: string; purgeAt: number }): Promise<void>;
}

export function createDueCalendar(store: Store): DueCalendar {
  const entered = new Map<string, Promise<unknown>>();
  return {
    enter: async ({ commune, purgeAt }) => {
      const name = periodPartition({ commune, purgeAt });
      const item = { pk: duePartition(commune), sk: padded(purgeAt), commune, due: purgeAt };
      const entry = entered.get(name) ?? putItem(store, { table, item, condition: absent });
      entered.set(name, entry);
      try {
        await entry;
      } catch (error) {
        entered.delete(name);
        throw error;
      }
    },
  };
}
