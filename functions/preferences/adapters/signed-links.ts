import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import type { Sent, SignedLinks } from '../app/ports.ts';
import { readAimToken, writeAimToken, type Aim, type Seal } from '../domain/token.ts';

/** 36 characters in all, for an SMS: enough for a link that can only stop something. */
const shortSeal = 9;
/** 128 bits: this link opens something. */
const longSeal = 16;
/** Nothing was ever signed with it. */
const noQuestion = { id: '', address: '' };

/** Links that are at rest nowhere: made and recognised with the index key of the network. */
export function createSignedLinks(runtime: Runtime): SignedLinks {
  const index = createBlindIndex(runtime);
  const at = (path: string, token: string) => `${runtime.network.publicUrl}/${path}/${token}`;
  const opposition: Seal = {
    sign: ({ subjectRef, purpose, channel }) => index('opposition', subjectRef, purpose, channel),
    bytes: shortSeal,
  };
  const confirm = ({ subjectRef, purpose, channel }: Aim, { id, address }: Sent) =>
    index('confirmation', subjectRef, purpose, channel, id, address);
  return {
    oppositionUrl: async (aim) => at('u', await writeAimToken(aim, opposition)),
    readOpposition: (token) => readAimToken(token, opposition),
    confirmationUrl: async ({ aim, ...question }) => {
      const sign = (one: Aim) => confirm(one, question);
      return at('c', await writeAimToken(aim, { sign, bytes: longSeal }));
    },
    readConfirmation: async <T extends Sent>(
      token: string,
      look: (aim: Aim) => Promise<T | undefined>,
    ) => {
      let found: T | undefined;
      const sign = async (aim: Aim) => confirm(aim, (found = await look(aim)) ?? noQuestion);
      return (await readAimToken(token, { sign, bytes: longSeal })) && found;
    },
  };
}
