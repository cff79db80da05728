import * as z from 'zod';
import type { People } from '../../patrons/provides.ts';
import type { DecisionReads, Standing } from '../app/ports.ts';
import { Consents, noConsents } from '../domain/ledger.ts';
import { Meanings, noMeanings } from '../domain/meaning.ts';
import { Notice } from '../domain/notice.ts';
import { seededNotice } from '../notices/index.ts';
import { meaningsKey, noticeKey, stateKey, table } from './keys.ts';

const schema = z.union([Consents, Meanings, Notice]);

export function createDecisionReads(people: People): DecisionReads {
  return {
    read: async ({ patronRef, notice: ref }) => {
      const seeded = ref && seededNotice(ref);
      const published = ref && !seeded ? [noticeKey(ref)] : [];
      const read = await people.readWith(patronRef, (subjectRef) => ({
        table,
        keys: [stateKey(subjectRef), meaningsKey, ...published],
        schema,
      }));
      if (!read) return undefined;
      const { items, ...reader } = read;
      const { notice = seeded, ...standing } = standingIn([...items.values()]);
      return { ...reader, ...standing, notice };
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
