import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { createClients } from './adapters/client-store.ts';

export const createDeps = (runtime: Runtime) => ({
  runtime,
  clients: createClients(runtime),
  hash: createBlindIndex(runtime),
});
