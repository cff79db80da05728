import type { ClientGate } from '#core/http/types.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { createDoor } from './adapters/client-store.ts';
import { admit } from './app/admit.ts';

/** `clients.gate`: who stands behind the fixed header of a library system. */
export function createClientGate(runtime: Runtime): ClientGate {
  const { network, clock } = runtime;
  const deps = { door: createDoor(runtime), hash: createBlindIndex(runtime), network };
  return { admit: (authorization) => admit(deps, authorization, clock.now()) };
}
