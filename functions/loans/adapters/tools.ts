import { createAccessLog, type AccessLog } from '#core/access-log.ts';
import type { DueCalendar } from '#core/due.ts';
import { connect, type Store } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex, type BlindIndex } from '#core/vault/index-key.ts';
import { createPeriodKeys, type PeriodKeys } from '#core/vault/period-keys.ts';
import { createVault, type Vault } from '#core/vault/vault.ts';
import { createCalendar } from './calendar.ts';
import { table } from './keys.ts';
import { createSealing, type Sealing } from './sealing.ts';

/** What the adapters of this plugin share in one function: one client, one cache of keys. */
export interface Tools {
  readonly runtime: Runtime;
  readonly store: Store;
  readonly vault: Vault;
  readonly periodKeys: PeriodKeys;
  readonly index: BlindIndex;
  readonly calendar: DueCalendar;
  readonly accessLog: AccessLog;
  readonly sealing: Sealing;
}

export function createTools(runtime: Runtime): Tools {
  const store = connect(runtime);
  const vault = createVault(runtime);
  const periodKeys = createPeriodKeys(runtime);
  const calendar = createCalendar({ runtime, store, periodKeys });
  return {
    runtime,
    store,
    vault,
    periodKeys,
    index: createBlindIndex(runtime),
    calendar,
    accessLog: createAccessLog(runtime, { table, calendar }),
    sealing: createSealing({ runtime, vault }),
  };
}
