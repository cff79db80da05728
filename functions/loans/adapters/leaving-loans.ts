import { epochSeconds } from '#core/calendar.ts';
import { mapConcurrently } from '#core/concurrency.ts';
import type { LinkedRecord } from '../domain/record.ts';
import { openRecords, visibleRecords } from './items.ts';
import { linkedKeys, livingPeriods, statesOf } from './reader-state.ts';
import { returnedKeys } from './returned-pointers.ts';
import type { Tools } from './tools.ts';

/**
 * Returned loans of some readers in the periods that end before an instant, epoch seconds. The periods of the network
 * are looked up once: when none ends so soon, no reader is read at all.
 */
export async function leavingLoans(
  tools: Tools,
  subjectRefs: readonly string[],
  before: number,
): Promise<{ subjectRef: string; records: LinkedRecord[] }[]> {
  const { runtime, store } = tools;
  const now = epochSeconds(runtime.clock.now());
  const living = await livingPeriods(tools);
  const soon = living.filter(({ purgeAt }) => purgeAt > now && purgeAt < before);
  if (soon.length === 0) return [];
  const states = [...(await statesOf(store, subjectRefs))];
  const found = await mapConcurrently(states, 16, async ([subjectRef, state]) => {
    const pointed = await returnedKeys(tools, { subjectRef, pointers: state.returned }, soon);
    if (pointed.length === 0) return [];
    const keys = [...linkedKeys(state, 'LOAN'), ...pointed];
    const returned = (await visibleRecords(tools, keys)).filter(
      (record) => record.state === 'RETURNED',
    );
    const opened = await openRecords(tools, returned);
    const records = opened.filter(({ details }) => details.reader.subjectRef === subjectRef);
    return [{ subjectRef, records }];
  });
  return found.flat();
}
