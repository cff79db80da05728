import * as z from 'zod';
import { isVisible } from '#core/calendar.ts';
import { connect, getItemsOf, keyOf } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { createSignoffs } from '../../governance/provides.ts';
import type { GateReads } from '../app/ports.ts';
import type { Suppression } from '../domain/facts.ts';
import { Consents } from '../domain/ledger.ts';
import { Meanings, noMeanings } from '../domain/meaning.ts';
import { meaningsKey, stateKey, suppressionKey, table } from './keys.ts';

const SuppressionItem = z.object({ purposes: z.set(z.string()), at: z.string(), purgeAt: z.int() });
const Item = z.union([Consents, SuppressionItem, Meanings]);

/** Choices, what the purposes mean, suppressed contacts and sign-offs, for one reader or a hundred, in one strongly consistent call. */
export function createGateReads(runtime: Runtime): GateReads {
  const store = connect(runtime);
  const index = createBlindIndex(runtime);
  const signoffs = createSignoffs(runtime);
  return {
    readMany: async ({ subjectRefs, contacts, communes }) => {
      const hashes = await Promise.all(contacts.map((contact) => index('suppressed', contact)));
      const keys = [meaningsKey, ...subjectRefs.map(stateKey), ...hashes.map(suppressionKey)];
      const [items, signed] = await getItemsOf(store, [
        { table, keys, schema: Item },
        signoffs.lookup(communes),
      ]);
      const now = runtime.clock.now();
      const consents = subjectRefs.flatMap((subjectRef): [string, Consents][] => {
        const item = items.get(keyOf(stateKey(subjectRef)));
        return item && 'seq' in item ? [[subjectRef, item]] : [];
      });
      const suppressed = contacts.flatMap((contact, n): [string, Suppression][] => {
        const item = items.get(keyOf(suppressionKey(hashes[n] ?? '')));
        return item && 'purgeAt' in item && isVisible(item.purgeAt, now) ? [[contact, item]] : [];
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
