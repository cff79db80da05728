import { epochSeconds, isVisible } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import { absent, connect, getItem, putItem, transact, unchangedSince } from '#core/dynamo.ts';
import { eventItem, type ChangeEvent } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import type { QuestionStore } from '../app/ports.ts';
import { noQuestions, Questions } from '../domain/confirmation.ts';
import { questionsKey, subjectPartition, table } from './keys.ts';
import * as z from 'zod';

const Item = Questions.extend({ purgeAt: z.int() });

/** Longer than any question is open and any limit counts. */
const keptHours = 72;

/** In the reader's own partition, so that an erasure takes it along. No address and no link: keyed hashes and random ids. */
export function createQuestionStore(runtime: Runtime): QuestionStore {
  const store = connect(runtime);
  const index = createBlindIndex(runtime);
  return {
    read: async (subjectRef) => {
      const item = await getItem(store, { table, key: questionsKey(subjectRef), schema: Item });
      if (!item || !isVisible(item.purgeAt, runtime.clock.now()))
        return { ...noQuestions, version: item?.version ?? 0 };
      const { purgeAt: _purgeAt, ...questions } = item;
      return questions;
    },
    save: async ({ subjectRef }, next, event) => {
      const { version } = next;
      const put = {
        ...questionsKey(subjectRef),
        ...next,
        version: version + 1,
        purgeAt: epochSeconds(runtime.clock.now().add({ hours: keptHours })),
      };
      const condition = version === 0 ? absent : unchangedSince(version);
      if (!event) return putItem(store, { table, item: put, condition });
      return transact(store, [
        { table, put, condition },
        { table, put: askedItem(runtime, subjectRef, event) },
      ]);
    },
    hashAddress: (address) => index('asked-address', address),
  };
}

/** Beside the ledger, not in it: a question is no decision. Who asked is a log like any other (RET-17). */
function askedItem(runtime: Runtime, subjectRef: string, event: ChangeEvent) {
  const end = runtime.clock
    .now()
    .toZonedDateTimeISO(runtime.network.zone)
    .add(retentionRules['RET-17'].parameters.auditLog);
  return {
    ...eventItem(subjectPartition(subjectRef), event),
    sk: `ASKED#${event.id}`,
    purgeAt: epochSeconds(end.toInstant()),
  };
}
