import * as z from 'zod';
import {
  absent,
  connect,
  getItem,
  getItems,
  keyOf,
  transact,
  unchangedSince,
  type Key,
} from '#core/dynamo.ts';
import { eventItem } from '#core/events.ts';
import { communeById, type Network } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import type { SignoffStore } from '../app/ports.ts';
import { Signoff, withSeed, type NetworkSignoffs, type Signoffs } from '../domain/signoff.ts';

const table = 'Governance';
const partitionOf = (commune: string) => `COMMUNE#${commune}`;
const keyOfCommune = (commune: string): Key => ({ pk: partitionOf(commune), sk: 'SIGNOFFS' });

const Item = z.object({ version: z.int(), signoffs: z.record(z.string(), Signoff) });

/** The keys of the decisions of these communes, and how to read their items: to be part of a larger batch read. */
export const signoffLookup = (communes: readonly string[]) => ({
  table,
  keys: communes.map(keyOfCommune),
  schema: Item,
});

/** What such a read found, over the seed of the network file. */
export function signoffsIn(
  network: Network,
  communes: readonly string[],
  found: ReadonlyMap<string, z.infer<typeof Item>>,
): NetworkSignoffs {
  return new Map(
    communes.flatMap((id): [string, Signoffs][] => {
      const commune = communeById(network, id);
      const stored = found.get(keyOf(keyOfCommune(id)))?.signoffs;
      return commune ? [[id, withSeed(commune, stored)]] : [];
    }),
  );
}

/** One item a commune: the gate reads one key, whatever the purpose. */
export function createSignoffReads(runtime: Runtime): Pick<SignoffStore, 'readMany'> {
  const store = connect(runtime);
  return {
    readMany: async (communes) =>
      signoffsIn(runtime.network, communes, await getItems(store, signoffLookup(communes))),
  };
}

export function createSignoffStore(runtime: Runtime): SignoffStore {
  const store = connect(runtime);
  return {
    ...createSignoffReads(runtime),
    find: async (commune) =>
      (await getItem(store, { table, key: keyOfCommune(commune), schema: Item })) ?? {
        version: 0,
        signoffs: {},
      },
    save: ({ commune, version, signoffs, event }) =>
      transact(store, [
        {
          table,
          put: { ...keyOfCommune(commune), version, signoffs },
          condition: version === 1 ? absent : unchangedSince(version - 1),
        },
        { table, put: eventItem(partitionOf(commune), event) },
      ]),
  };
}
