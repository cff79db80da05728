import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import { readToken, writeToken, type Opposition, type Sign } from '../domain/opposition-token.ts';

/** `consent.links`: the way out that every message carries (NOT-06, NOT-18). */
export interface OppositionLinks {
  url(opposition: Opposition): Promise<string>;
  read(token: string): Promise<Opposition | undefined>;
}

export function createOppositionLinks(runtime: Runtime): OppositionLinks {
  const index = createBlindIndex(runtime);
  const sign: Sign = ({ subjectRef, purpose, channel }) =>
    index('opposition', subjectRef, purpose, channel);
  return {
    url: async (opposition) =>
      `${runtime.network.publicUrl}/u/${await writeToken(opposition, sign)}`,
    read: (token) => readToken(token, sign),
  };
}
