import * as z from 'zod';
import { connect, partition, putItem, queryPages } from '../dynamo.ts';
import type { Runtime } from '../runtime.ts';
import type { Subject } from './subject-keys.ts';

/**
 * Who was erased, for as long as a backup may know them (RET-20): opaque refs and a keyed hash. The list lies in the table
 * of the keys, which is never restored, so that whoever restores another table finds what must be done again in it.
 */
export interface Tombstone extends Subject {
  /** Keyed hash of the ref by which the library system knew them. */
  readonly refHash: string;
  /** Epoch seconds. */
  readonly until: number;
}

export interface Tombstones {
  keep(stone: Tombstone): Promise<void>;
  pages(): AsyncIterable<Tombstone[]>;
}

const table = 'SubjectKeys';
const pk = 'TOMBSTONES';

const Item = z
  .object({ sk: z.string(), commune: z.string(), refHash: z.string(), ttl: z.int() })
  .transform(({ sk, ttl, ...rest }): Tombstone => ({ subjectRef: sk, until: ttl, ...rest }));

export function createTombstones(runtime: Runtime): Tombstones {
  const store = connect(runtime);
  return {
    keep: async ({ subjectRef, until, ...rest }) => {
      await putItem(store, { table, item: { pk, sk: subjectRef, ttl: until, ...rest } });
    },
    pages: () => queryPages(store, { table, schema: Item, where: partition(pk) }),
  };
}
