import { createIndexEraser } from '#core/partition-eraser.ts';
import type { Runtime } from '#core/runtime.ts';
import { createPeople } from '../patrons/provides.ts';
import { createVaultDoor } from './adapters/vault-door.ts';
import { createVaultCalendar, table } from './adapters/vault-item.ts';
import { collectIdentity } from './domain/session.ts';

export const createIntakeDeps = (runtime: Runtime) => ({
  runtime,
  people: createPeople(runtime),
  vault: createVaultDoor(runtime),
  collectIdentity,
});

export const createCalendar = createVaultCalendar;

/** How many of a reader's sessions are kept under a name: without collected identity none. */
export const createCounter = (runtime: Runtime) => createIndexEraser(runtime, { table });
