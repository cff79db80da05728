import * as z from 'zod';
import { epochSeconds, isVisible } from '#core/calendar.ts';
import { absent, connect, getItem, transact, unchangedSince } from '#core/dynamo.ts';
import { eventItem } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import type { QuestionStore } from '../app/ports.ts';
import { noQuestions, Questions } from '../domain/question.ts';
import { logged, questionsKey, subjectPartition, table } from './keys.ts';

const Item = Questions.extend({ purgeAt: z.int() });

/** Longer than any question is open and any limit counts. */
const keptHours = 72;

/** No address and no link: random ids. */
export function createQuestionStore(runtime: Runtime): QuestionStore {
  const store = connect(runtime);
  return {
    read: async (subjectRef) => {
      const item = await getItem(store, { table, key: questionsKey(subjectRef), schema: Item });
      if (!item || !isVisible(item.purgeAt, runtime.clock.now()))
        return { ...noQuestions, version: item?.version ?? 0 };
      const { purgeAt: _purgeAt, ...questions } = item;
      return questions;
    },
    save: ({ subjectRef }, next, event) => {
      const { version } = next;
      const put = {
        ...questionsKey(subjectRef),
        ...next,
        version: version + 1,
        purgeAt: epochSeconds(runtime.clock.now().add({ hours: keptHours })),
      };
      const condition = version === 0 ? absent : unchangedSince(version);
      const asked = event && logged(runtime, eventItem(subjectPartition(subjectRef), event));
      return transact(store, [
        { table, put, condition },
        ...(asked ? [{ table, put: asked }] : []),
      ]);
    },
  };
}
