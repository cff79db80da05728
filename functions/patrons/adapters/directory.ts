import * as z from 'zod';
import { epochSeconds, isVisible } from '#core/calendar.ts';
import {
  absent,
  connect,
  deleteItems,
  getItem,
  getItems,
  partition,
  putItem,
  putItems,
  queryAll,
  transact,
  unchangedSince,
  updateItem,
} from '#core/dynamo.ts';
import { auditItem, eventItem, type ChangeEvent } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import type { Directory } from '../app/ports.ts';
import type { Patron } from '../domain/patron.ts';
import { announcedEvents } from '../domain/news.ts';
import {
  everyUntold,
  profileKey,
  refHashOf,
  rejectionKey,
  subjectPartition,
  table,
} from './keys.ts';
import { createLocators } from './locators.ts';
import { createLookups } from './lookups.ts';
import { createReadWith, type ReadWith } from './read-with.ts';
import { createProfiles, ProfileItem, profileLookup } from './profiles.ts';

export function createDirectory(runtime: Runtime): Directory & { readonly readWith: ReadWith } {
  const store = connect(runtime);
  const profiles = createProfiles(runtime);
  const index = createBlindIndex(runtime);

  const locators = createLocators(runtime);

  const write = async (patron: Patron, audit: ChangeEvent, isNew: boolean) => {
    const profile = await profiles.seal(patron);
    if (!profile) return false;
    const { subjectRef, commune } = patron;
    return transact(store, [
      {
        table,
        put: { ...(await locators.keyOf(patron.patronRef)), subjectRef, commune, isErased: false },
        condition: isNew
          ? { expression: 'attribute_not_exists(pk) OR isErased = :yes', values: { ':yes': true } }
          : { expression: 'subjectRef = :ref', values: { ':ref': subjectRef } },
      },
      { table, put: profile, condition: isNew ? absent : unchangedSince(patron.version) },
      { table, put: ledgerItem(subjectPartition(subjectRef), audit) },
    ]);
  };

  const rejections = async (commune: string) => {
    const where = partition(commune, undefined, { pk: 'rejectedIn', sk: 'sk' });
    const found = await queryAll(store, { table, index: 'rejectedIn', schema: Rejection, where });
    return found.filter(({ ttl }) => isVisible(ttl, runtime.clock.now()));
  };

  return {
    ...createLookups(runtime),
    locate: locators.find,
    locateMany: locators.findMany,
    readWith: createReadWith(runtime, { locators, profiles }),
    read: async (subjectRef) => {
      const item = await getItem(store, {
        table,
        key: profileKey(subjectRef),
        schema: ProfileItem,
      });
      return item && profiles.open(item);
    },
    readMany: async (subjectRefs) =>
      profiles.openMany(await getItems(store, profileLookup(subjectRefs))),
    byMobile: async (mobile) => {
      const where = partition(await index('mobile', mobile), undefined, { pk: 'mobile', sk: 'sk' });
      const items = await queryAll(store, { table, index: 'mobile', schema: Sharing, where });
      return items.map((item) => ({ ...item, isErased: false }));
    },
    untold: (until = '9999') =>
      queryAll(store, {
        table,
        index: 'untold',
        schema: Waiting,
        where: {
          expression: 'untold = :untold AND tellBy <= :until',
          values: { ':untold': everyUntold, ':until': until },
        },
      }),
    announceOnce: (event, name) => {
      const item = { ...eventItem(subjectPartition(event.subjectRef ?? ''), event), sk: name };
      return putItem(store, { table, item, condition: absent });
    },
    create: (patron, audit) => write(patron, audit, true),
    replace: (patron, audit) => write(patron, audit, false),
    file: async (patron, event) => {
      const profile = await profiles.seal(patron);
      if (!profile) return false;
      const put = { table, put: profile, condition: unchangedSince(patron.version) };
      if (!event)
        return putItem(store, { table, item: profile, condition: unchangedSince(patron.version) });
      const ledger = { table, put: ledgerItem(subjectPartition(patron.subjectRef), event) };
      return transact(store, [put, ledger]);
    },
    noteRejections: async (commune, { rejected, accepted }) => {
      const until = epochSeconds(runtime.clock.now().add({ hours: 24 * rejectionDays }));
      const items = await Promise.all(
        rejected.map(async ({ patronRef, codes }) => ({
          ...rejectionKey(await index('patron', patronRef)),
          ...{ rejectedIn: commune, codes, ttl: until },
        })),
      );
      await putItems(store, { table, items });
      const before = await rejections(commune);
      const refs = new Set(await Promise.all(accepted.map((ref) => index('patron', ref))));
      const keys = before.filter(({ pk }) => refs.has(refHashOf(pk)));
      await deleteItems(store, { table, keys });
    },
    rejections: async (commune) => (await rejections(commune)).map(({ codes }) => codes),
    markInvalid: async (subjectRef, channel) => {
      await updateItem(store, {
        table,
        key: profileKey(subjectRef),
        update: {
          expression:
            'SET invalidChannels = list_append(invalidChannels, :marks), version = version + :one',
          values: { ':marks': [channel], ':one': 1, ':channel': channel },
        },
        condition: 'attribute_exists(pk) AND NOT contains(invalidChannels, :channel)',
      });
    },
    recordRead: async (audit) => {
      const { subjectRef } = audit;
      if (!subjectRef) return;
      await putItem(store, { table, item: auditItem(subjectPartition(subjectRef), audit) });
    },
  };
}

/** Every change is recorded; only what others wait for goes through the outbox. */
const ledgerItem = (pk: string, event: ChangeEvent) =>
  announced.has(event.type) ? eventItem(pk, event) : auditItem(pk, event);

const announced: ReadonlySet<string> = new Set(announcedEvents);

/** A row of an import that was refused, by the hash of its ref: what was wrong, nothing of who it was (DAT-07). */
const Rejection = z.object({
  pk: z.string(),
  sk: z.string(),
  codes: z.array(z.string()),
  ttl: z.int(),
});

/** A refused row that nobody sends again is no problem any more. */
const rejectionDays = 31;

const Sharing = z.object({ subjectRef: z.string(), commune: z.string() });

const Waiting = z.object({
  subjectRef: z.string(),
  commune: z.string(),
  tellBy: z.string(),
  filedOn: z.string().optional(),
});
