import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { connect, getItem, getItems, putItem, absent, updateItem } from '#core/dynamo.ts';
import type { DueCalendar } from '#core/due.ts';
import { zoneIn } from '#core/network.ts';
import { keysOfReader } from '#core/partition-eraser.ts';
import type { Runtime } from '#core/runtime.ts';
import { Bytes } from '#core/schemas.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { createVault } from '#core/vault/vault.ts';
import type { Consultation, Consultations, Site } from '../app/ports.ts';
import { endOfInventory, longest } from '../domain/consultation.ts';

export const table = 'Consultations';

const Item = z.object({
  pk: z.string(),
  sk: z.string(),
  commune: z.string(),
  site: z.string(),
  at: z.int(),
  reader: z.string(),
  sealed: Bytes,
});
type Item = z.infer<typeof Item>;
const Sealed = z.object({ patronRef: z.string(), documentRef: z.string() });
const InventoryMark = z.object({ at: z.int() });

/** A site is a partition in the order of time: what an inventory covers is all that stands before it. */
const partitionOf = ({ commune, code }: Site) => `SITE#${commune}#${code}`;
const moment = (at: number) => String(at).padStart(15, '0');
const markKey = (site: Site) => ({ pk: partitionOf(site), sk: 'INVENTORY' });

const keyClass = 'loans';
const identity = ({ pk, sk }: { pk: string; sk: string }) => [table, pk, sk];
const instantOf = (at: number) => Temporal.Instant.fromEpochMilliseconds(at);

export function createConsultations(runtime: Runtime, calendar: DueCalendar): Consultations {
  const store = connect(runtime);
  const vault = createVault(runtime);
  const index = createBlindIndex(runtime);

  const open = async (item: Item): Promise<Consultation[]> => {
    const { reader: subjectRef, sealed, commune, site: code, at } = item;
    const where = { subjectRef, keyClass, identity: identity(item), sealed } as const;
    const opened = await vault.open({ ...where, schema: Sealed });
    return opened ? [{ ...opened, site: { commune, code }, at: instantOf(at) }] : [];
  };

  return {
    lastInventory: async (site) => {
      const mark = await getItem(store, { table, key: markKey(site), schema: InventoryMark });
      return mark && instantOf(mark.at);
    },
    noteInventory: async (site, at) => {
      const { purgeAt } = endOfInventory({ at, zone: zoneIn(runtime.network, site.commune) });
      const before = moment(at.epochMilliseconds);
      await calendar.enter({ commune: site.commune, purgeAt, parcel: partitionOf(site), before });
      const values = { ':at': at.epochMilliseconds };
      return updateItem(store, {
        table,
        key: markKey(site),
        update: { expression: 'SET #at = :at', names: { '#at': 'at' }, values },
        condition: 'attribute_not_exists(#at) OR #at < :at',
      });
    },
    add: async ({ site, at, ...details }, { reader, eventId }) => {
      const { commune, code } = site;
      const { purgeAt, startedOn } = longest({ at, zone: zoneIn(runtime.network, commune) });
      const ms = at.epochMilliseconds;
      const key = {
        pk: partitionOf(site),
        sk: `${moment(ms)}#${await index('consultation', eventId)}`,
      };
      const sealed = await vault.seal({
        ...{ subject: reader, keyClass, identity: identity(key) },
        value: details,
      });
      if (!sealed) return 'ERASED';
      // Ten years later all of its day leave together, and with them whatever of the site is older.
      const before = moment(endOfDay(at, zoneIn(runtime.network, commune)));
      await calendar.enter({ commune, purgeAt, parcel: key.pk, before });
      const counted = { category: 'ARCHIVE_CONSULTATION', on: startedOn.toString() };
      const item = { ...key, commune, site: code, at: ms, reader: reader.subjectRef, sealed };
      const isNew = await putItem(store, {
        table,
        item: { ...item, ...counted, purgeAt },
        condition: absent,
      });
      return isNew ? 'ADDED' : 'KNOWN';
    },
    ofReader: async (subjectRef) => {
      const keys = await keysOfReader(store, { table, subjectRef });
      const items = await getItems(store, { table, keys, schema: Item });
      const opened = await Promise.all([...items.values()].map(open));
      return opened.flat().toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
    },
  };
}

function endOfDay(at: Temporal.Instant, zone: string): number {
  const day = at.toZonedDateTimeISO(zone).toPlainDate();
  return day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
}
