import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { epochSeconds } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import {
  absent,
  connect,
  getItem,
  partition,
  queryAll,
  transact,
  unchangedSince,
  updateItem,
} from '#core/dynamo.ts';
import { auditItem, newEvent } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Act, Call, Clients, Door, Refusal } from '../app/ports.ts';
import { Client } from '../domain/client.ts';
import { latestFullAt, pace, waitSeconds } from '../domain/pace.ts';

const table = 'Clients';
const all = 'CLIENTS';
const clientKey = (id: string) => ({ pk: all, sk: id });
const historyOf = (id: string) => `CLIENT#${id}`;
/** One item a client and day: its bucket, how often it was let in, and why not. */
const dayKey = ({ id, day }: Call) => ({ pk: historyOf(id), sk: `DAY#${day}` });

/** RET-17. */
const kept = Temporal.Duration.from(retentionRules['RET-17'].parameters.auditLog);
const forgottenAt = (now: Temporal.Instant) =>
  epochSeconds(now.toZonedDateTimeISO('UTC').add(kept).toInstant());

export function createClients(runtime: Runtime): Clients {
  const store = connect(runtime);
  const history = (client: Client, { type, actor }: Act) => ({
    table,
    put: {
      ...auditItem(historyOf(client.id), newEvent(runtime, { type, actor, commune: '*' })),
      ttl: forgottenAt(runtime.clock.now()),
    },
  });
  return {
    find: (id) => getItem(store, { table, key: clientKey(id), schema: Client }),
    list: () => queryAll(store, { table, schema: Client, where: partition(all) }),
    save: (client, act) => {
      const item = { ...clientKey(client.id), ...client, version: client.version + 1 };
      const condition = client.version === 0 ? absent : unchangedSince(client.version);
      return transact(store, [{ table, put: item, condition }, history(client, act)]);
    },
    remove: (client, act) => {
      const condition = unchangedSince(client.version);
      return transact(store, [
        { table, delete: clientKey(client.id), condition },
        history(client, act),
      ]);
    },
  };
}

const Bucket = z.object({ fullAt: z.number() });

export function createDoor(runtime: Runtime): Door {
  const store = connect(runtime);
  const update = (call: Call, change: { set: string; values?: object; condition?: string }) =>
    updateItem(store, {
      table,
      key: dayKey(call),
      update: {
        expression: `SET #ttl = if_not_exists(#ttl, :ttl)${change.set}`,
        names: { '#ttl': 'ttl' },
        values: { ':ttl': forgottenAt(runtime.clock.now()), ':one': 1, ...change.values },
      },
      ...(change.condition !== undefined && { condition: change.condition }),
    });
  return {
    find: (id) => getItem(store, { table, key: clientKey(id), schema: Client }),
    pass: async (call) => {
      const { now } = call;
      const isIdle = await update(call, {
        set: ', fullAt = :full ADD admitted :one',
        values: { ':now': now, ':full': now + pace.intervalMs },
        condition: 'attribute_not_exists(fullAt) OR fullAt <= :now',
      });
      if (isIdle) return {};
      const isBelow = await update(call, {
        set: ', fullAt = fullAt + :interval ADD admitted :one',
        values: { ':interval': pace.intervalMs, ':latest': latestFullAt(now) },
        condition: 'fullAt <= :latest',
      });
      if (isBelow) return {};
      const bucket = await getItem(store, { table, key: dayKey(call), schema: Bucket });
      return { waitSeconds: waitSeconds(bucket?.fullAt ?? now, now) };
    },
    refused: async (call, why: Refusal) => {
      await update(call, { set: ` ADD ${why} :one` });
    },
    markUsed: async ({ id, version }, place) => {
      await updateItem(store, {
        table,
        key: clientKey(id),
        update: {
          expression: `SET secrets[${String(place)}].isUsed = :yes, version = version + :one`,
          values: { ':yes': true, ':one': 1, ':version': version },
        },
        condition: 'version = :version',
      });
    },
  };
}
