import { Temporal } from 'temporal-polyfill';
import { epochSeconds } from './calendar.ts';
import { retentionRules } from './catalogue/rules/retention.ts';
import { connect, putItems } from './dynamo.ts';
import type { DueCalendar } from './due.ts';
import { auditItem, newEvent, type NewEvent } from './events.ts';
import { dateIn, zoneIn } from './network.ts';
import type { Runtime } from './runtime.ts';

/** Who read or was refused what of a named person (GOV-10): never what was read itself, and twelve months at most (RET-17). */
export interface AccessLog {
  record(accesses: readonly NewEvent[]): Promise<void>;
}

/** To the start of the month, so that few days have something to forget. */
const kept = Temporal.Duration.from(retentionRules['RET-17'].parameters.auditLog);

/** Beside what was read, in a partition of its own for each commune and month of leaving. */
export function createAccessLog(
  runtime: Runtime,
  { table, calendar }: { table: string; calendar: Pick<DueCalendar, 'enter'> },
): AccessLog {
  const store = connect(runtime);
  const itemOf = async (access: NewEvent) => {
    const { commune } = access;
    const today = dateIn(runtime.network, commune, runtime.clock.now());
    const end = today.add(kept).with({ day: 1 }).toZonedDateTime(zoneIn(runtime.network, commune));
    const purgeAt = epochSeconds(end.toInstant());
    const parcel = `ACCESS#${commune}#${String(purgeAt)}`;
    await calendar.enter({ commune, purgeAt, parcel });
    const leaving = { category: 'ACCESS_LOG', on: today.toString(), purgeAt };
    return { ...auditItem(parcel, newEvent(runtime, access)), ...leaving };
  };
  return {
    record: async (accesses) => {
      await putItems(store, { table, items: await Promise.all(accesses.map(itemOf)) });
    },
  };
}
