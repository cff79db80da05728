import * as z from 'zod';
import { connect, getItemsOf } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { People } from '../../patrons/provides.ts';
import type { DecisionReads, Standing } from '../app/ports.ts';
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
      const patron = (await people.found(profiles)).get(subjectRef);
      const { notice = seeded, ...standing } = standingIn([...items.values()]);
      return { patron, ...standing, notice };
    },
  };
}

/** Each of the items tells by its form which it is. */
function standingIn(items: readonly z.infer<typeof schema>[]): Standing {
  return {
    consents: items.find((item) => 'seq' in item) ?? noConsents,
    meanings: items.find((item) => 'lines' in item) ?? noMeanings,
    notice: items.find((item) => 'body' in item),
  };
}
