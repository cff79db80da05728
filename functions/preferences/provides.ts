import type { Runtime } from '#core/runtime.ts';
import { createSignedLinks } from './adapters/signed-links.ts';
import type { SignedLinks } from './app/ports.ts';

/** `preferences.links`: the links that a message carries. */
export type MessageLinks = Pick<SignedLinks, 'oppositionUrl' | 'confirmationUrl'>;

export function createMessageLinks(runtime: Runtime): MessageLinks {
  return createSignedLinks(runtime);
}
