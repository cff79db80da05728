import type * as z from 'zod';
import { scanPages } from '#core/dynamo.ts';
import { libraryByCode, zoneIn, type Network } from '#core/network.ts';
import { keyedHash } from '#core/vault/cipher.ts';
import type { Acts, CountedAct } from '../app/ports.ts';
import { countedSigns, type Act, type Sign } from '../domain/lifecycle.ts';
import { localDate, type CirculationRecord } from '../domain/record.ts';
import { RecordItem } from './items.ts';
import { table } from './keys.ts';
import type { Tools } from './tools.ts';

const Counted = RecordItem.pick({ commune: true, signs: true });
type Counted = z.infer<typeof Counted>;

/** The acts of every record, marks included: what was counted when it was written stays until TTL takes the mark. */
export function createActs({ runtime, store }: Pick<Tools, 'runtime' | 'store'>): Acts {
  const filter = { expression: 'attribute_exists(signs)' };
  const only = ['commune', 'signs'];
  return {
    async *all() {
      for await (const page of scanPages(store, { table, schema: Counted, filter, only }))
        yield page.flatMap((record) => actsOf(runtime.network, record));
    },
  };
}

const actsOf = (network: Network, { commune, signs }: Counted): CountedAct[] =>
  countedSigns(signs).map(({ at, act: { name, ...act } }) => ({
    ...whereAndWhen(network, { commune, at, act }),
    act: name,
    ...act,
  }));

/** In the commune of the library, by its clock (RET-02); a library that has left the network counts where it was lent. */
function whereAndWhen(
  network: Network,
  { commune, at, act }: { commune: string; at: number; act: Pick<Act, 'library'> },
): Pick<CountedAct, 'commune' | 'month'> {
  const its = libraryByCode(network, act.library)?.commune.id ?? commune;
  return { commune: its, month: localDate(at, zoneIn(network, its)).slice(0, 7) };
}

/** Few enough that each is shared by many readers, enough to prove that eleven stand behind a number (STA-01). */
const slots = 32;

/**
 * Says into which slot the reader falls, as soon as it is known whose an act is: another in every month and commune, and
 * under a key that dies with the reader, so that of the marks of somebody erased nobody can tell whose they were.
 */
export async function slotted(
  { runtime, vault }: Pick<Tools, 'runtime' | 'vault'>,
  { commune, signs, details }: CirculationRecord,
): Promise<readonly Sign[]> {
  const readerKey = details && (await vault.keys.obtain(details.reader, 'loans'));
  if (!readerKey) return signs;
  return signs.map((sign) => {
    const { act, at } = sign;
    if (!act || act.slot !== undefined) return sign;
    const place = whereAndWhen(runtime.network, { commune, at, act });
    const hash = keyedHash(readerKey, ['slot', place.commune, place.month]);
    const slot = Buffer.from(hash, 'base64url').readUInt8() % slots;
    return { ...sign, act: { ...act, slot } };
  });
}
