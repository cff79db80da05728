import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { epochSeconds, isVisible } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import {
  absent,
  connect,
  getItem,
  partition,
  putItem,
  queryAll,
  queryPage,
  transact,
  unchangedSince,
  updateItem,
  type Expression,
  type Key,
} from '#core/dynamo.ts';
import { auditItem, eventItem, type ChangeEvent } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import { createVault } from '#core/vault/vault.ts';
import type { Notifications } from '../app/ports.ts';
import { MessageData } from '../domain/content.ts';
import { isOver, Notification } from '../domain/notification.ts';
import {
  notificationKey,
  subjectPartition,
  table,
  waitingList,
  worklistPartition,
} from './keys.ts';

/** `sealed` holds what is to be said (class `contact`), until it was said. */
const Stored = Notification.extend({
  sealed: z.instanceof(Uint8Array).optional(),
  purgeAt: z.int(),
});
const TaskItem = z.object({
  notificationId: z.string(),
  leaseUntil: z.string().optional(),
  leasedBy: z.string().optional(),
});

export function createNotificationStore(runtime: Runtime): Notifications {
  const store = connect(runtime);
  const vault = createVault(runtime);

  const read = async (notificationId: string) => {
    const key = notificationKey(notificationId);
    const item = key && (await getItem(store, { table, key, schema: Stored }));
    return item && isVisible(item.purgeAt, runtime.clock.now()) ? item : undefined;
  };

  const write = async (args: {
    item: z.infer<typeof Stored>;
    condition: Expression;
    event?: ChangeEvent | undefined;
  }) => {
    const { item, condition, event } = args;
    const put = {
      ...keyOf(item.notificationId),
      ...item,
      version: item.version + 1,
      ...indexKeys(item),
    };
    if (!event) return putItem(store, { table, item: put, condition });
    const { purgeAt } = item;
    return transact(store, [
      { table, put, condition },
      { table, put: { ...eventItem(subjectPartition(item.subjectRef), event), purgeAt } },
    ]);
  };

  return {
    find: async (notificationId) => {
      const item = await read(notificationId);
      if (!item) return undefined;
      const { sealed: _sealed, purgeAt: _purgeAt, ...notification } = item;
      return notification;
    },
    content: async ({ notificationId, subjectRef }) => {
      const sealed = (await read(notificationId))?.sealed;
      if (!sealed) return undefined;
      return vault.open({
        subjectRef,
        keyClass: 'contact',
        identity: identityOf(notificationId),
        sealed,
        schema: MessageData,
      });
    },
    create: async (notification, data, event) => {
      const { notificationId, subjectRef, commune } = notification;
      const identity = identityOf(notificationId);
      const sealed = await vault.seal({
        subject: { subjectRef, commune },
        keyClass: 'contact',
        identity,
        value: data,
      });
      if (!sealed) return false;
      return write({
        item: { ...notification, sealed: Buffer.from(sealed), purgeAt: logEnd(runtime) },
        condition: absent,
        event,
      });
    },
    save: async (notification, event) => {
      const before = await read(notification.notificationId);
      if (before?.version !== notification.version) return false;
      const { sealed, purgeAt } = before;
      // Render and forget (RET-16): what was said, or will never be, is dropped with the last step.
      const item = { ...notification, purgeAt, ...(sealed && !isOver(notification) && { sealed }) };
      return write({ item, condition: unchangedSince(notification.version), event });
    },
    due: async (now) => {
      const where: Expression = {
        expression: 'due = :due AND dueAt <= :now',
        values: { ':due': everyDue, ':now': now.toString({ smallestUnit: 'millisecond' }) },
      };
      const { items } = await queryPage(store, {
        table,
        index: 'due',
        schema: TaskItem,
        where,
        limit: 1000,
      });
      return items.map(({ notificationId }) => notificationId);
    },
    tasks: async ({ list, commune }, limit) => {
      const where = partition(worklistPartition(list, commune), undefined, {
        pk: 'worklist',
        sk: 'queuedAt',
      });
      const selection = { table, index: 'worklist', schema: TaskItem, where };
      return limit === undefined
        ? queryAll(store, selection)
        : (await queryPage(store, { ...selection, limit })).items;
    },
    lease: ({ notificationId, list, by, now, until }) =>
      updateItem(store, {
        table,
        key: keyOf(notificationId),
        update: {
          expression: 'SET leaseUntil = :until, leasedBy = :by',
          values: { ':until': until, ':by': by, ':now': now, ':list': `${list}#` },
        },
        condition:
          'begins_with(worklist, :list) AND (attribute_not_exists(leaseUntil) OR leaseUntil <= :now OR leasedBy = :by)',
      }),
    recordRead: async (audit) => {
      const pk = subjectPartition(audit.subjectRef ?? '');
      await putItem(store, { table, item: { ...auditItem(pk, audit), purgeAt: logEnd(runtime) } });
    },
  };
}

function keyOf(notificationId: string): Key {
  const key = notificationKey(notificationId);
  if (!key) throw new Error('a notification has an id that was not made here');
  return key;
}

const identityOf = (notificationId: string) => {
  const { pk, sk } = keyOf(notificationId);
  return [table, pk, sk];
};

/** All communes wait together: every minute asks once. */
const everyDue = 'DUE';

/** Sparse: an item is in an index only while it waits there. */
function indexKeys(notification: Notification) {
  const list = waitingList(notification);
  return {
    ...(notification.dueAt !== undefined && { due: everyDue }),
    ...(list && {
      worklist: worklistPartition(list, notification.commune),
      queuedAt: notification.steps.at(-1)?.at ?? '',
    }),
  };
}

/** RET-16: the log of a message lives six months. */
function logEnd(runtime: Runtime): number {
  const now: Temporal.ZonedDateTime = runtime.clock.now().toZonedDateTimeISO(runtime.network.zone);
  return epochSeconds(now.add(retentionRules['RET-16'].parameters.messageLog).toInstant());
}
