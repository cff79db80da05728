import type { Runtime } from '#core/runtime.ts';
import { createSignoffReads, signoffLookup, signoffsIn } from './adapters/signoff-store.ts';
import type { SignoffStore } from './app/ports.ts';

export { activation, signedUntil, type NetworkSignoffs } from './domain/signoff.ts';

/**
 * `governance.signoffs`: what the DPO of each commune signed. Read-only. `lookup` and `found` let a caller put the read
 * into a batch of its own, so that the gate needs no third call; `readMany` is that call for everybody else.
 */
export interface SignoffReads extends Pick<SignoffStore, 'readMany'> {
  readonly lookup: typeof signoffLookup;
  found(
    communes: readonly string[],
    items: Parameters<typeof signoffsIn>[2],
  ): ReturnType<typeof signoffsIn>;
}

export function createSignoffs(runtime: Runtime): SignoffReads {
  return {
    ...createSignoffReads(runtime),
    lookup: signoffLookup,
    found: (communes, items) => signoffsIn(runtime.network, communes, items),
  };
}
