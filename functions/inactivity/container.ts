import type { Runtime } from '#core/runtime.ts';
import { createSignoffs } from '../governance/provides.ts';
import { createActivity } from '../loans/provides.ts';
import { createMessageRequests } from '../notifications/provides.ts';
import { createPeople, createReaderClocks } from '../patrons/provides.ts';

export function createDeps(runtime: Runtime) {
  return {
    runtime,
    people: createPeople(runtime),
    clocks: createReaderClocks(runtime),
    activity: createActivity(runtime),
    messages: createMessageRequests(runtime),
    signoffs: createSignoffs(runtime),
  };
}
