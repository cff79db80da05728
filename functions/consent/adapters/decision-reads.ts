import * as z from 'zod';
import { connect, getItemsOf, keyOf } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { People } from '../../patrons/provides.ts';
import type { DecisionReads } from '../app/ports.ts';
import { Consents, noConsents } from '../domain/ledger.ts';
import { Meanings, noMeanings } from '../domain/meaning.ts';
import { Notice } from '../domain/notice.ts';
import { seededNotice } from '../notices/index.ts';
import { meaningsKey, noticeKey, stateKey, table } from './keys.ts';

const schema = z.union([Consents, Meanings, Notice]);

export function createDecisionReads(runtime: Runtime, people: People): DecisionReads {
  const store = connect(runtime);
  return {
    read: async ({ subjectRef, notice: ref }) => {
      const seeded = ref && seededNotice(ref);
      const published = ref && !seeded ? [noticeKey(ref)] : [];
      const keys = [stateKey(subjectRef), meaningsKey, ...published];
      const [profiles, items] = await getItemsOf(store, [
        people.lookup([subjectRef]),
        { table, keys, schema },
      ]);
      const consents = items.get(keyOf(stateKey(subjectRef)));
      const meanings = items.get(keyOf(meaningsKey));
      const notice = ref && items.get(keyOf(noticeKey(ref)));
      return {
        patron: (await people.found(profiles)).get(subjectRef),
        consents: consents && 'seq' in consents ? consents : noConsents,
        meanings: meanings && 'lines' in meanings ? meanings : noMeanings,
        notice: notice && 'body' in notice ? notice : seeded,
      };
    },
  };
}
