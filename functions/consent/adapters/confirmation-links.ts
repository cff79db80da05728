import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import type { ConfirmationLinks } from '../app/ports.ts';
import { readToken, writeToken, type Opposition, type Sign } from '../domain/opposition-token.ts';

/** The whole keyed hash, 128 bits: this link opens something. */
const macBytes = 16;

export function createConfirmationLinks(runtime: Runtime): ConfirmationLinks {
  const index = createBlindIndex(runtime);
  const signed = ({ subjectRef, purpose, channel }: Opposition, id: string) =>
    index('confirmation', subjectRef, purpose, channel, id);
  return {
    url: async ({ id, ...aim }) => {
      const token = await writeToken(aim, (one) => signed(one, id), macBytes);
      return `${runtime.network.publicUrl}/c/${token}`;
    },
    read: (token, idOf) => {
      // Without a question there is no id, and nothing was ever signed with the empty one.
      const sign: Sign = async (aim) => signed(aim, (await idOf(aim)) ?? '');
      return readToken(token, sign, macBytes);
    },
  };
}
