import * as z from 'zod';
import {
  absent,
  connect,
  getItem,
  getItems,
  partition,
  putItem,
  queryAll,
  transact,
  unchangedSince,
  updateItem,
} from '#core/dynamo.ts';
import { auditItem, eventItem, type ChangeEvent } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { createVault } from '#core/vault/vault.ts';
import type { Directory } from '../app/ports.ts';
import { Channel, Profile, State, type Located, type Patron } from '../domain/patron.ts';
import { fifteenthBirthday, majorityDay } from '../domain/quality.ts';
import { announcedEvents } from '../domain/news.ts';
import { locatorKey, profileKey, subjectPartition, table } from './keys.ts';

const Locator = z.object({
  subjectRef: z.string(),
  commune: z.string(),
  isErased: z.boolean().default(false),
});

/** In the clear only what is opaque or a setting; the person is in `sealed` (class `contact`). */
const ProfileItem = z.object({
  pk: z.string(),
  sk: z.string(),
  subjectRef: z.string(),
  commune: z.string(),
  state: State,
  quarantined: z.boolean(),
  invalidChannels: z.array(Channel),
  tellBy: z.string().optional(),
  filedOn: z.string().optional(),
  version: z.int(),
  sealed: z.instanceof(Uint8Array),
});
type ProfileItem = z.infer<typeof ProfileItem>;

const identity = (subjectRef: string) => [table, subjectPartition(subjectRef), 'PROFILE'];

export function createDirectory(runtime: Runtime): Directory {
  const store = connect(runtime);
  const vault = createVault(runtime);
  const index = createBlindIndex(runtime);

  const refKey = async (patronRef: string) => locatorKey(await index('patron', patronRef));

  const open = async (item: ProfileItem): Promise<Patron | undefined> => {
    const { pk: _pk, sk: _sk, sealed, ...plain } = item;
    const { subjectRef } = item;
    const profile = await vault.open({
      subjectRef,
      keyClass: 'contact',
      identity: identity(subjectRef),
      sealed,
      schema: Profile,
    });
    return profile && { ...profile, ...plain };
  };

  const seal = async (patron: Patron) => {
    const { subjectRef, commune, state, quarantined, invalidChannels, version, ...more } = patron;
    const { tellBy, filedOn, ...profile } = more;
    const sealed = await vault.seal({
      subject: { subjectRef, commune },
      keyClass: 'contact',
      identity: identity(subjectRef),
      value: profile,
    });
    if (!sealed) return undefined;
    const majority = majorityDay(patron);
    const fifteen = fifteenthBirthday(patron, patron.category);
    return {
      ...profileKey(subjectRef),
      ...{ subjectRef, commune, state, quarantined, invalidChannels, sealed },
      version: version + 1,
      ...(patron.mobile && { mobile: await index('mobile', patron.mobile) }),
      // A keyed hash: the day alone would tell the date of birth.
      ...(majority !== undefined && { majority: await index('majority', majority) }),
      ...(fifteen !== undefined && { fifteen: await index('fifteen', fifteen) }),
      ...(tellBy !== undefined && { untold: commune, tellBy }),
      ...(filedOn !== undefined && { filedOn }),
    };
  };

  const write = async (patron: Patron, audit: ChangeEvent, isNew: boolean) => {
    const profile = await seal(patron);
    if (!profile) return false;
    const { subjectRef, commune } = patron;
    return transact(store, [
      {
        table,
        put: { ...(await refKey(patron.patronRef)), subjectRef, commune, isErased: false },
        condition: isNew
          ? { expression: 'attribute_not_exists(pk) OR isErased = :yes', values: { ':yes': true } }
          : { expression: 'subjectRef = :ref', values: { ':ref': subjectRef } },
      },
      { table, put: profile, condition: isNew ? absent : unchangedSince(patron.version) },
      { table, put: ledgerItem(subjectPartition(subjectRef), audit) },
    ]);
  };

  return {
    locate: async (patronRef) => {
      const found = await getItem(store, { table, key: await refKey(patronRef), schema: Locator });
      return found && { patronRef, ...found };
    },
    locateMany: async (patronRefs) => {
      const keys = await Promise.all(patronRefs.map(refKey));
      const found = await getItems(store, { table, keys, schema: Locator });
      return new Map(
        patronRefs.flatMap((patronRef, n): [string, Located][] => {
          const key = keys[n];
          const located = key && found.get(`${key.pk}|${key.sk}`);
          return located ? [[patronRef, { patronRef, ...located }]] : [];
        }),
      );
    },
    read: async (subjectRef) => {
      const item = await getItem(store, {
        table,
        key: profileKey(subjectRef),
        schema: ProfileItem,
      });
      return item && open(item);
    },
    readMany: async (subjectRefs) => {
      const items = await getItems(store, {
        table,
        keys: subjectRefs.map(profileKey),
        schema: ProfileItem,
      });
      await vault.keys.warm(subjectRefs, 'contact');
      const patrons = await Promise.all([...items.values()].map(open));
      return new Map(patrons.flatMap((patron) => (patron ? [[patron.subjectRef, patron]] : [])));
    },
    byMobile: async (mobile) => {
      const where = partition(await index('mobile', mobile), undefined, { pk: 'mobile', sk: 'sk' });
      const items = await queryAll(store, { table, index: 'mobile', schema: Sharing, where });
      return items.map((item) => ({ ...item, isErased: false }));
    },
    comingOfAgeOn: async (day) => {
      const attributes = { pk: 'majority', sk: 'sk' };
      const where = partition(await index('majority', day), undefined, attributes);
      const items = await queryAll(store, { table, index: 'majority', schema: Sharing, where });
      return items.map(({ subjectRef }) => subjectRef);
    },
    turningFifteenOn: async (day) => {
      const attributes = { pk: 'fifteen', sk: 'sk' };
      const where = partition(await index('fifteen', day), undefined, attributes);
      const items = await queryAll(store, { table, index: 'fifteen', schema: Sharing, where });
      return items.map(({ subjectRef }) => subjectRef);
    },
    untold: (commune, until = '9999') =>
      queryAll(store, {
        table,
        index: 'untold',
        schema: Waiting,
        where: {
          expression: 'untold = :commune AND tellBy <= :until',
          values: { ':commune': commune, ':until': until },
        },
      }),
    announceOnce: (event, name) => {
      const item = { ...eventItem(subjectPartition(event.subjectRef ?? ''), event), sk: name };
      return putItem(store, { table, item, condition: absent });
    },
    create: (patron, audit) => write(patron, audit, true),
    replace: (patron, audit) => write(patron, audit, false),
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

const Sharing = z.object({ subjectRef: z.string(), commune: z.string() });

const Waiting = z.object({
  subjectRef: z.string(),
  tellBy: z.string(),
  filedOn: z.string().optional(),
});
