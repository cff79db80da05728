import type { Runtime } from '#core/runtime.ts';
import { createRecipients as create } from './adapters/recipients.ts';
import type { Recipients } from './app/ports.ts';

/** `rights.recipients`: what who must learn of an erasure may know, and their answer (Art. 19). */
export function createRecipients(runtime: Runtime): Pick<Recipients, 'refOf' | 'acknowledge'> {
  return create(runtime);
}
