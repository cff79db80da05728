import * as z from 'zod';
import { isVisible } from '#core/calendar.ts';
import { connect, getItemsOf, keyOf } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { createSignoffs } from '../../governance/provides.ts';
import type { GateReads } from '../app/ports.ts';
import type { Suppression } from '../domain/facts.ts';
import { Consents } from '../domain/ledger.ts';
import { Meanings, noMeanings } from '../domain/meaning.ts';
import { together } from '../domain/suppression.ts';
import { meaningsKey, stateKey, table } from './keys.ts';
import { createSuppressionKeys } from './suppression-keys.ts';
import { SuppressionItem } from './suppressions.ts';

const Item = z.union([Consents, SuppressionItem, Meanings]);

/** Choices, what the purposes mean, suppressed contacts and sign-offs, for one reader or many, in one strongly consistent call (pages of a hundred items). */
export function createGateReads(runtime: Runtime): GateReads {
  const store = connect(runtime);
  const { namesOf } = createSuppressionKeys(runtime);
  const signoffs = createSignoffs(runtime);
  return {
    readMany: async ({ subjectRefs, contacts, communes }) => {
      const now = runtime.clock.now();
      const names = await namesOf(contacts, now);
      const keys = [meaningsKey, ...subjectRefs.map(stateKey), ...[...names.values()].flat()];
      const [items, signed] = await getItemsOf(store, [
        { table, keys, schema: Item },
        signoffs.lookup(communes),
      ]);
      const consents = subjectRefs.flatMap((subjectRef): [string, Consents][] => {
        const item = items.get(keyOf(stateKey(subjectRef)));
        return item && 'seq' in item ? [[subjectRef, item]] : [];
      });
      const suppressed = [...names].flatMap(([contact, keysOfIt]): [string, Suppression][] => {
        const found = together(
          keysOfIt.flatMap((key) => {
            const item = items.get(keyOf(key));
            return item && 'purgeAt' in item && isVisible(item.purgeAt, now) ? [item] : [];
          }),
        );
        return found ? [[contact, found]] : [];
      });
      const meanings = items.get(keyOf(meaningsKey));
      return {
        meanings: meanings && 'lines' in meanings ? meanings : noMeanings,
        consents: new Map(consents),
        suppressed: new Map(suppressed),
        signoffs: signoffs.found(communes, signed),
      };
    },
  };
}
