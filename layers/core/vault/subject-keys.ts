import * as z from 'zod';
import { absent, connect, deleteItem, getItem, getItems, putItem, putItems } from '../dynamo.ts';
import { oncePerRuntime } from '../once-per-runtime.ts';
import { createKeyCache } from './key-cache.ts';
import { createKeyWrapper } from './key-wrapper.ts';

/** Each class can be destroyed alone (Art. 17(3): keep the loan, kill the history). */
export type KeyClass = 'contact' | 'loans' | 'history' | 'dispute' | 'evidence' | 'audit' | 'case';

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
  /**
   * The reader is erased: a tombstone takes the place of each of their keys, so that none can be made again before
   * `until` (epoch seconds). The case key stays until the recipients have answered (Art. 19).
   */
  entomb(subjectRef: string, until: number): Promise<void>;
  /** Destroys some classes of a living reader; their keys may be made again. */
  destroy(subjectRef: string, classes: readonly KeyClass[]): Promise<void>;
}

/** A living key, or the tombstone in its place. */
const KeyItem = z.union([
  z.object({ wrapped: z.instanceof(Uint8Array), commune: z.string() }),
  z.object({ isTombstone: z.literal(true) }),
]);

/** What an erasure entombs: every class but the temporary one of the case itself. */
const mortal: readonly KeyClass[] = ['contact', 'loans', 'history', 'dispute', 'evidence', 'audit'];

const table = 'SubjectKeys';
const itemKey = (subjectRef: string, keyClass: KeyClass) => ({
  pk: subjectRef,
  sk: `KEY#${keyClass}`,
});

/** One cache a function: what one adapter opened another need not ask for, and a key that dies is dropped for all. */
export const createSubjectKeys = oncePerRuntime((runtime): SubjectKeys => {
  const store = connect(runtime);
  const wrapper = createKeyWrapper(runtime);
  const cache = createKeyCache(runtime.clock);
  const cacheName = (subjectRef: string, keyClass: KeyClass) => `${subjectRef}|${keyClass}`;
  const unwrap = async (subjectRef: string, keyClass: KeyClass, item: z.infer<typeof KeyItem>) =>
    'wrapped' in item
      ? cache.put(cacheName(subjectRef, keyClass), await wrapper.unwrap(item.wrapped, item.commune))
      : undefined;

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

  const obtain = async ({ subjectRef, commune }: Subject, keyClass: KeyClass) => {
    const existing = await find(subjectRef, keyClass);
    if (existing) return existing;
    const { plain, wrapped } = await wrapper.generate(commune);
    const item = { ...itemKey(subjectRef, keyClass), wrapped, commune };
    const isMade = await putItem(store, { table, item, condition: absent });
    return isMade ? cache.put(cacheName(subjectRef, keyClass), plain) : find(subjectRef, keyClass);
  };
  /** The loans of one reader in a batch ask for the same new key at once: it is made once. */
  const underWay = new Map<string, ReturnType<typeof obtain>>();

  return {
    find,
    obtain: (subject, keyClass) => {
      const name = cacheName(subject.subjectRef, keyClass);
      const key =
        underWay.get(name) ?? obtain(subject, keyClass).finally(() => underWay.delete(name));
      underWay.set(name, key);
      return key;
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
      const stone = { isTombstone: true, ttl: until };
      const items = mortal.map((keyClass) => ({ ...itemKey(subjectRef, keyClass), ...stone }));
      await putItems(store, { table, items });
      mortal.forEach((keyClass) => cache.drop(cacheName(subjectRef, keyClass)));
    },
    destroy: async (subjectRef, classes) => {
      for (const keyClass of classes) {
        await deleteItem(store, { table, key: itemKey(subjectRef, keyClass) });
        cache.drop(cacheName(subjectRef, keyClass));
      }
    },
  };
});
