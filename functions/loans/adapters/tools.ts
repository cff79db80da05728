import type { DueCalendar } from '#core/due.ts';
import { connect, type Store } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex, type BlindIndex } from '#core/vault/index-key.ts';
import { createPeriodKeys, type PeriodKeys } from '#core/vault/period-keys.ts';
import { createVault, type Vault } from '#core/vault/vault.ts';
import { createCalendar } from './calendar.ts';
import { createSealing, type Sealing } from './sealing.ts';

/** What the adapters of this plugin share in one function: one client, one cache of keys. */
export interface Tools {
  readonly runtime: Runtime;
  readonly store: Store;
  readonly vault: Vault;
  readonly periodKeys: PeriodKeys;
  readonly index: BlindIndex;
  readonly calendar: DueCalendar;
  readonly sealing: Sealing;
}

export function createTools(runtime: Runtime): Tools {
  const store = connect(runtime);
  const vault = createVault(runtime);
  const periodKeys = createPeriodKeys(runtime);
  return {
    runtime,
    store,
    vault,
    periodKeys,
    index: createBlindIndex(runtime),
    calendar: createCalendar({ runtime, store, periodKeys }),
    sealing: createSealing({ runtime, vault }),
  };
}
