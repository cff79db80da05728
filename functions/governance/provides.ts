import type { Runtime } from '#core/runtime.ts';
import {
  createSignoffReads,
  createSignoffStore,
  signoffLookup,
  signoffsIn,
} from './adapters/signoff-store.ts';
import { closePurposes } from './app/close-purposes.ts';
import {
  activation,
  signedUntil,
  type Activation,
  type NetworkSignoffs,
} from './domain/signoff.ts';

/** What the DPOs of some communes signed, to be asked about any purpose. */
export interface Signed {
  /** Last local date on which the purpose is open there; nothing when it is off. */
  until(asked: Parameters<typeof signedUntil>[1]): string | undefined;
  activation(asked: Parameters<typeof activation>[1]): Activation;
}

/**
 * `governance.signoffs`. Read-only. `lookup` and `found` let a caller put the read into a batch of its own, so that the
 * gate needs no third call; `readMany` is that call for everybody else.
 */
export interface SignoffReads {
  readMany(communes: readonly string[]): Promise<Signed>;
  readonly lookup: typeof signoffLookup;
  found(communes: readonly string[], items: Parameters<typeof signoffsIn>[2]): Signed;
}

export function createSignoffs(runtime: Runtime): SignoffReads {
  const reads = createSignoffReads(runtime);
  return {
    readMany: async (communes) => signed(await reads.readMany(communes)),
    lookup: signoffLookup,
    found: (communes, items) => signed(signoffsIn(runtime.network, communes, items)),
  };
}

const signed = (signoffs: NetworkSignoffs): Signed => ({
  until: (asked) => signedUntil(signoffs, asked),
  activation: (asked) => activation(signoffs, asked),
});

/** `governance.closing`: closes what readers may have refused, until the DPOs sign again (RET-20). */
export function createClosing(runtime: Runtime): {
  close(args: { reason: string; actor: string }): Promise<number>;
} {
  const deps = { runtime, signoffs: createSignoffStore(runtime) };
  return { close: (args) => closePurposes(deps, args) };
}
