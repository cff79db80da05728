import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '#core/log.ts';
import type { Network } from '#core/network.ts';
import { tableVariable, type Clock, type IdSource, type Runtime } from '#core/runtime.ts';
import { createUlids } from '#core/ulid.ts';
import type { Inventory, InventoryFunction, InventoryVariable } from '../inventory/types.ts';
import { region } from './aws/account.ts';
import type { Meter } from './consumed.ts';
import type { Crash } from './crash.ts';
import { instrumentClient, type Endpoints } from './instrument.ts';

/** What every function of one local network shares. */
export interface LocalSetting {
  readonly network: Network;
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logSink: (line: string) => void;
  readonly meter: Meter;
  readonly crash: Crash;
  readonly endpoints: Endpoints;
  readonly tablePrefix: string;
  /** Name of a queue of the inventory → its URL. */
  readonly queueUrl: (name: string) => string;
  readonly vaultKeyId: string;
}

/** The runtime of one function: what its Lambda would be given, made of what is on this machine. */
export function localRuntime(setting: LocalSetting, fn: InventoryFunction): Runtime {
  const { network, clock, ids, meter, endpoints, tablePrefix } = setting;
  return {
    network,
    clock,
    ids,
    randomBytes: (length) => randomBytes(length),
    environment: environmentOf(setting, fn),
    log: createLog(setting.logSink, { function: fn.id }),
    instrument: (client) =>
      instrumentClient(client, {
        functionId: fn.id,
        grants: fn.grants,
        endpoints,
        tablePrefix,
        meter,
      }),
    reached: (point) => setting.crash.reached(point),
  };
}

/** The same names and shapes that `infra/cdk/environment.ts` sets. */
function environmentOf(setting: LocalSetting, fn: InventoryFunction): Record<string, string> {
  const { tables, functions } = setting.inventory;
  const shared: Readonly<Record<InventoryVariable, () => unknown>> = {
    OUTBOX_TABLES: () => tables.filter(({ outbox }) => outbox).map(({ name }) => name),
    SUBSCRIPTIONS: () =>
      functions.flatMap(({ queue, consumes }) =>
        queue ? [{ queue: setting.queueUrl(queue.name), types: consumes }] : [],
      ),
  };
  return {
    ...Object.fromEntries(
      fn.tables.map((table) => [tableVariable(table), setting.tablePrefix + table]),
    ),
    ...(fn.grants.some((grant) => 'key' in grant) && { VAULT_KEY_ID: setting.vaultKeyId }),
    ...(fn.grants.some((grant) => 'send' in grant && grant.send === 'EMAIL') && {
      CONFIGURATION_SET: 'discretion',
    }),
    ...Object.fromEntries(fn.variables.map((name) => [name, JSON.stringify(shared[name]())])),
  };
}

/** Sort keys follow the settable clock and stay in order when it is set back. */
export function localIds(clock: Clock): IdSource {
  const next = createUlids(randomInt);
  return { ulid: () => next(clock.now().epochMilliseconds), uuid: () => randomUUID() };
}

/** Lines go to a file and never to the terminal; each is written before the call returns. */
export function openLogFile(folder: string): {
  readonly sink: (line: string) => void;
  close(): void;
} {
  const file = openSync(join(folder, 'functions.jsonl'), 'a', 0o600);
  return { sink: (line) => void writeSync(file, `${line}\n`), close: () => closeSync(file) };
}

/**
 * A client that a plugin forgot to instrument must fail: never reach AWS, let alone the account that this machine
 * may be signed in to. Port 9 is "discard" and nobody listens there.
 */
export function sealOffCloud(): void {
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  delete process.env['AWS_PROFILE'];
  delete process.env['AWS_SESSION_TOKEN'];
}
