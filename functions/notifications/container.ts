import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { createGate } from '../consent/provides.ts';
import { createIdempotency } from '../exchange/provides.ts';
import { createPeople } from '../patrons/provides.ts';
import { createNotificationStore } from './adapters/notification-store.ts';

export function createRequestDeps(runtime: Runtime) {
  return {
    runtime,
    people: createPeople(runtime),
    notifications: createNotificationStore(runtime),
    index: createBlindIndex(runtime),
    idempotency: createIdempotency(runtime),
  };
}

export function createAnnounceDeps(runtime: Runtime) {
  return {
    runtime,
    notifications: createNotificationStore(runtime),
    index: createBlindIndex(runtime),
  };
}

export function createAdvanceDeps(runtime: Runtime) {
  return { runtime, notifications: createNotificationStore(runtime), gate: createGate(runtime) };
}

export function createWorklistDeps(runtime: Runtime) {
  return { ...createAdvanceDeps(runtime), idempotency: createIdempotency(runtime) };
}
