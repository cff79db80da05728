import * as z from 'zod';
import {
  absent,
  connect,
  deleteItem,
  getItem,
  getItems,
  putItem,
  queryAll,
  partition,
  transact,
  type Store,
} from '../dynamo.ts';
import type { Runtime } from '../runtime.ts';
import { createKeyCache } from './key-cache.ts';
import { createKeyWrapper, type KeyWrapper } from './key-wrapper.ts';

/** Each class can be destroyed alone (Art. 17(3): keep the loan, kill the history). */
export type KeyClass = 'contact' | 'loans' | 'history' | 'evidence' | 'audit' | 'case';

/** A reader as the vault knows them: opaque, with the commune whose key wraps theirs. */
export interface Subject {
  readonly subjectRef: string;
  readonly commune: string;
}

/**
 * One random key a reader × class, wrapped directly by the customer key, never derived: destroying it turns
 * every copy of what it sealed — table, index, backup, export — into noise (design §5, privacy-facts §3).
 */
export interface SubjectKeys {
  /** The living key, or nothing when the class was destroyed or never existed. */
  find(subjectRef: string, keyClass: KeyClass): Promise<Uint8Array | undefined>;
  /** The living key, made on first use; nothing once the reader is erased: a key is never resurrected. */
  obtain(subject: Subject, keyClass: KeyClass): Promise<Uint8Array | undefined>;
  /** Loads the keys of many readers in few calls, before a batch. */
  warm(subjectRefs: readonly string[], keyClass: KeyClass): Promise<void>;
  /** Marks the reader as erased: from here on no key of theirs can be made. */
  entomb(subjectRef: string, until: number): Promise<void>;
  destroy(subjectRef: string, classes: readonly KeyClass[]): Promise<void>;
  /** Classes whose keys are alive. */
  alive(subjectRef: string): Promise<KeyClass[]>;
}

const KeyItem = z.object({
  sk: z.string(),
  wrapped: z.instanceof(Uint8Array),
  commune: z.string(),
});

const table = 'SubjectKeys';
const itemKey = (subjectRef: string, keyClass: KeyClass) => ({
  pk: subjectRef,
  sk: `KEY#${keyClass}`,
});
const tombstoneKey = (subjectRef: string) => ({ pk: subjectRef, sk: 'TOMBSTONE' });

export function createSubjectKeys(runtime: Runtime): SubjectKeys {
  const store = connect(runtime);
  const wrapper = createKeyWrapper(runtime);
  const cache = createKeyCache(runtime.clock);
  const cacheName = (subjectRef: string, keyClass: KeyClass) => `${subjectRef}|${keyClass}`;
  const unwrap = async (subjectRef: string, keyClass: KeyClass, item: z.infer<typeof KeyItem>) =>
    cache.put(cacheName(subjectRef, keyClass), await wrapper.unwrap(item.wrapped, item.commune));

  const find = async (subjectRef: string, keyClass: KeyClass) => {
    const cached = cache.get(cacheName(subjectRef, keyClass));
    if (cached) return cached;
    const item = await getItem(store, {
      table,
      key: itemKey(subjectRef, keyClass),
      schema: KeyItem,
    });
    return item && unwrap(subjectRef, keyClass, item);
  };

  return {
    find,
    obtain: async (subject, keyClass) => {
      const existing = await find(subject.subjectRef, keyClass);
      if (existing) return existing;
      const made = await make({ store, wrapper, subject, keyClass });
      return made
        ? cache.put(cacheName(subject.subjectRef, keyClass), made)
        : find(subject.subjectRef, keyClass);
    },
    warm: async (subjectRefs, keyClass) => {
      const missing = subjectRefs.filter((ref) => !cache.get(cacheName(ref, keyClass)));
      const keys = missing.map((ref) => itemKey(ref, keyClass));
      const items = await getItems(store, { table, keys, schema: KeyItem });
      await Promise.all(
        missing.map(async (ref) => {
          const item = items.get(`${ref}|KEY#${keyClass}`);
          if (item) await unwrap(ref, keyClass, item);
        }),
      );
    },
    entomb: async (subjectRef, until) => {
      await putItem(store, { table, item: { ...tombstoneKey(subjectRef), ttl: until } });
    },
    destroy: async (subjectRef, classes) => {
      for (const keyClass of classes) {
        await deleteItem(store, { table, key: itemKey(subjectRef, keyClass) });
        cache.drop(cacheName(subjectRef, keyClass));
      }
    },
    alive: async (subjectRef) => {
      const items = await queryAll(store, {
        table,
        schema: KeyItem,
        where: partition(subjectRef, 'KEY#'),
      });
      return items.map(({ sk }) => sk.slice('KEY#'.length) as KeyClass);
    },
  };
}

/** Writes a new key unless one exists or the reader is erased; both are decided in the same transaction. */
async function make(args: {
  store: Store;
  wrapper: KeyWrapper;
  subject: Subject;
  keyClass: KeyClass;
}): Promise<Uint8Array | undefined> {
  const { store, wrapper, subject, keyClass } = args;
  const { plain, wrapped } = await wrapper.generate(subject.commune);
  const item = { ...itemKey(subject.subjectRef, keyClass), wrapped, commune: subject.commune };
  const isWritten = await transact(store, [
    { table, check: tombstoneKey(subject.subjectRef), condition: absent },
    { table, put: item, condition: absent },
  ]);
  return isWritten ? plain : undefined;
}
