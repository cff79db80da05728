import type * as z from 'zod';
import { connect, getItemsOf, keyOf, type Lookup } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Located, Patron } from '../domain/patron.ts';
import { table } from './keys.ts';
import type { createLocators } from './locators.ts';
import { profileLookup, type createProfiles } from './profiles.ts';

/** A reader and their record, read in one call with what somebody else keeps on them. */
export type ReadWith = <S extends z.ZodType>(
  patronRef: string,
  other: (subjectRef: string) => Lookup<S>,
) => Promise<Together<z.output<S>> | undefined>;

export interface Together<T> {
  readonly located: Located;
  /** Nothing when erased. */
  readonly patron?: Patron | undefined;
  /** By `pk|sk`. */
  readonly items: ReadonlyMap<string, T>;
}

/** Readers who are remembered; then all are forgotten. */
const capacity = 10_000;

/**
 * The locator says whose items to read. Whose they were last time is read beside it: it is right unless the reader was
 * erased or came back meanwhile, which the locator says at once, and then it is asked again.
 */
export function createReadWith(
  runtime: Runtime,
  parts: {
    locators: ReturnType<typeof createLocators>;
    profiles: ReturnType<typeof createProfiles>;
  },
): ReadWith {
  const store = connect(runtime);
  const { locators, profiles } = parts;
  const lastSeen = new Map<string, string>();
  return async (patronRef, other) => {
    const key = await locators.keyOf(patronRef);
    let guess = lastSeen.get(key.pk) ?? (await locators.find(patronRef))?.subjectRef;
    while (guess !== undefined) {
      const [found, records, items] = await getItemsOf(store, [
        { table, keys: [key], schema: locators.schema },
        profileLookup([guess]),
        other(guess),
      ]);
      const located = found.get(keyOf(key));
      if (located?.subjectRef === guess) {
        if (lastSeen.size >= capacity) lastSeen.clear();
        lastSeen.set(key.pk, guess);
        const patron = (await profiles.openMany(records)).get(guess);
        return { located: { patronRef, ...located }, patron, items };
      }
      guess = located?.subjectRef;
    }
    lastSeen.delete(key.pk);
    return undefined;
  };
}
