import { Temporal } from 'temporal-polyfill';
import { epochSeconds } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import { putItems } from '#core/dynamo.ts';
import { auditItem } from '#core/events.ts';
import type { AccessLog } from '../app/ports.ts';
import { localRulesOf } from '../domain/local-rules.ts';
import { periodPartition, table } from './keys.ts';
import type { Tools } from './tools.ts';

/** RET-17: kept at most twelve months, to the start of the month so that few days have something to forget. */
const kept = Temporal.Duration.from(retentionRules['RET-17'].parameters.auditLog);

export function createAccessLog({ runtime, store, calendar }: Tools): AccessLog {
  return {
    record: async (accesses) => {
      const items = accesses.map(async (access) => {
        const { commune } = access;
        const { zone } = localRulesOf(runtime.network, commune);
        const today = runtime.clock.now().toZonedDateTimeISO(zone).toPlainDate();
        const end = today.add(kept).with({ day: 1 }).toZonedDateTime(zone).toInstant();
        const period = { commune, purgeAt: epochSeconds(end) };
        const parcel = periodPartition(period);
        await calendar.enter({ ...period, parcel });
        const leaving = { category: 'ACCESS_LOG', on: today.toString(), purgeAt: period.purgeAt };
        return { ...auditItem(parcel, access), ...leaving };
      });
      await putItems(store, { table, items: await Promise.all(items) });
    },
  };
}
