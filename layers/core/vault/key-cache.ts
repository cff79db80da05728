import type { Clock } from '../runtime.ts';

/** Longest time that a destroyed key may still open something in a warm function (privacy-facts §3.3). */
const lifetimeMs = 60_000;
const capacity = 20_000;

/** Plain keys in memory, each for at most a minute. */
export function createKeyCache(clock: Clock) {
  const entries = new Map<string, { key: Uint8Array; until: number }>();
  const now = () => clock.now().epochMilliseconds;
  return {
    get: (name: string): Uint8Array | undefined => {
      const entry = entries.get(name);
      return entry && Math.abs(entry.until - lifetimeMs - now()) <= lifetimeMs
        ? entry.key
        : undefined;
    },
    put: (name: string, key: Uint8Array): Uint8Array => {
      if (entries.size >= capacity) entries.clear();
      entries.set(name, { key, until: now() + lifetimeMs });
      return key;
    },
    drop: (name: string): void => void entries.delete(name),
  };
}
