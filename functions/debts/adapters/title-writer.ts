import type { Write } from '#core/dynamo.ts';
import { zoneIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { sealJson } from '#core/vault/vault.ts';
import type { NewTitle } from '../app/ports.ts';
import { countedFrom, titleDeadline, type CountedFrom } from '../domain/title.ts';
import { createTitleCalendar, createTitleKeys, titlesTable } from './tables.ts';
import { titleIdentity, titleKey } from './title-item.ts';

/** The door of the archive by which the intake enters: it can put a record in and read none (RET-22). */
export function createTitleWriter(runtime: Runtime, counted: CountedFrom = countedFrom) {
  const keys = createTitleKeys(runtime);
  const index = createBlindIndex(runtime);
  const calendar = createTitleCalendar(runtime);
  return {
    /** The write that archives it; none when its ten years are over already. */
    write: async (commune: string, { record, subjectRef }: NewTitle): Promise<Write[]> => {
      const zone = zoneIn(runtime.network, commune);
      const { issuedOn } = record;
      const { purgeAt, visibleUntil } = titleDeadline({ issuedOn, zone, countedFrom: counted });
      const period = { commune, purgeAt };
      const key = await keys.obtain(period);
      if (!key) return [];
      const at = await titleKey(index, { period, ...record });
      await calendar.enter({ ...period, parcel: at.pk });
      const sealed = sealJson(runtime, { key, identity: titleIdentity(at), value: record });
      const keptUntil = visibleUntil.toPlainDate().toString();
      const put = {
        ...{ ...at, ...period, keptUntil, sealed },
        ...{ category: 'TITLE', on: issuedOn },
        ...(subjectRef !== undefined && { reader: subjectRef }),
      };
      return [{ table: titlesTable, put }];
    },
  };
}
