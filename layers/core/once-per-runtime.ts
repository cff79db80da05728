import type { Runtime } from './runtime.ts';

/** What a function has one of, however many adapters ask for it: a client, a cache of keys. */
export function oncePerRuntime<T extends object>(
  make: (runtime: Runtime) => T,
): (runtime: Runtime) => T {
  const made = new WeakMap<Runtime, T>();
  return (runtime) => {
    const one = made.get(runtime) ?? make(runtime);
    made.set(runtime, one);
    return one;
  };
}
