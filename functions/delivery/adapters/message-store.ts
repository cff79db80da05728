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
  type Expression,
} from '#core/dynamo.ts';
import { eventItem } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Messages } from '../app/ports.ts';
import { Message, type MessageState } from '../domain/message.ts';
import { inboundKey, messageKey, subjectOf, subjectPartition, table } from './keys.ts';

const Found = z.object({ pk: z.string(), sk: z.string() });
const Stored = Message.extend({ purgeAt: z.int() });

/** A provider tells us again for some days at most. */
const rememberedDays = 14;

export function createMessageStore(runtime: Runtime): Messages {
  const store = connect(runtime);
  const find = async (key: { pk: string; sk: string }) => {
    const item = await getItem(store, { table, key, schema: Stored });
    if (!item || !isVisible(item.purgeAt, runtime.clock.now())) return undefined;
    const { purgeAt: _purgeAt, ...message } = item;
    return message;
  };
  const itemOf = (message: Message) => ({
    ...messageKey(message),
    ...message,
    purgeAt: logEnd(runtime),
  });

  return {
    find: (id) => find(messageKey({ ...id, subjectRef: subjectOf(id.notificationId) })),
    findByProvider: async (providerId) => {
      const where = partition(providerId, undefined, { pk: 'providerId', sk: 'sk' });
      const { items } = await queryPage(store, {
        table,
        index: 'provider',
        schema: Found,
        where,
        limit: 1,
      });
      return items[0] && find({ pk: items[0].pk, sk: items[0].sk });
    },
    ofReader: async (subjectRef) => {
      const where = partition(subjectPartition(subjectRef), 'MESSAGE#');
      const items = await queryAll(store, { table, schema: Stored, where });
      return items.filter(({ purgeAt }) => isVisible(purgeAt, runtime.clock.now()));
    },
    claim: (message) => putItem(store, { table, item: itemOf(message), condition: absent }),
    settle: (message, from, event) =>
      transact(store, [
        { table, put: itemOf(message), condition: isIn(from) },
        {
          table,
          put: {
            ...eventItem(subjectPartition(message.subjectRef), event),
            purgeAt: logEnd(runtime),
          },
        },
      ]),
    hasReceived: async (inboundId) =>
      (await getItem(store, { table, key: inboundKey(inboundId), schema: Found })) !== undefined,
    markReceived: async (inboundId) => {
      const purgeAt = epochSeconds(runtime.clock.now().add({ hours: 24 * rememberedDays }));
      await putItem(store, { table, item: { ...inboundKey(inboundId), purgeAt } });
    },
  };
}

function isIn(from: readonly (MessageState | 'ABSENT')[]): Expression {
  const states = from.filter((state) => state !== 'ABSENT');
  if (states.length === 0) return absent;
  const names = states.map((_, n) => `:s${String(n)}`);
  return {
    expression: `#state IN (${names.join(', ')})`,
    names: { '#state': 'state' },
    values: Object.fromEntries(states.map((state, n) => [`:s${String(n)}`, state])),
  };
}

/** RET-16: the log of a message lives six months. */
function logEnd(runtime: Runtime): number {
  const now = runtime.clock.now().toZonedDateTimeISO(runtime.network.zone);
  return epochSeconds(now.add(retentionRules['RET-16'].parameters.messageLog).toInstant());
}
