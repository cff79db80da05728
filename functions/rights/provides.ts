import type { Blocker } from '#core/contributions.ts';
import type { Runtime } from '#core/runtime.ts';
import { createCaseStore } from './adapters/case-store.ts';
import { createRecipients as create } from './adapters/recipients.ts';
import type { Recipients } from './app/ports.ts';
import { pendingOf } from './domain/case.ts';

/** `rights.recipients`: what who must learn of an erasure may know, and their answer (Art. 19). */
export function createRecipients(runtime: Runtime): Pick<Recipients, 'refOf' | 'acknowledge'> {
  return create(runtime);
}

/** `rights.pending`: why an erasure that nobody asked for waits for one that somebody did, or for an answer (RET-11). */
export function createPending(runtime: Runtime): { of(subjectRef: string): Promise<Blocker[]> } {
  const cases = createCaseStore(runtime);
  return { of: async (subjectRef) => pendingOf(await cases.openOf(subjectRef)) };
}
