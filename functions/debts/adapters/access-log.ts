import { Temporal } from 'temporal-polyfill';
import { epochSeconds } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import { connect, putItem } from '#core/dynamo.ts';
import type { DueCalendar } from '#core/due.ts';
import { auditItem, newEvent } from '#core/events.ts';
import { zoneIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import type { AccessLog } from '../app/ports.ts';

/** RET-17: twelve months at most, to the start of the month so that few days have something to forget. */
const kept = Temporal.Duration.from(retentionRules['RET-17'].parameters.auditLog);

/** Beside what was read, under another partition (GOV-10). */
export function createAccessLog(
  runtime: Runtime,
  { table, calendar }: { table: string; calendar: DueCalendar },
): AccessLog {
  const store = connect(runtime);
  return {
    record: async (access) => {
      const zone = zoneIn(runtime.network, access.commune);
      const today = runtime.clock.now().toZonedDateTimeISO(zone).toPlainDate();
      const end = today.add(kept).with({ day: 1 }).toZonedDateTime(zone);
      const purgeAt = epochSeconds(end.toInstant());
      const pk = `ACCESS#${access.commune}#${String(purgeAt)}`;
      await calendar.enter({ commune: access.commune, purgeAt, parcel: pk });
      const event = auditItem(pk, newEvent(runtime, access));
      const counted = { category: 'ACCESS_LOG', on: today.toString(), purgeAt };
      await putItem(store, { table, item: { ...event, ...counted } });
    },
  };
}
