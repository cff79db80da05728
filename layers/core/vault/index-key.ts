import * as z from 'zod';
import { absent, connect, getItem, putItem } from '../dynamo.ts';
import { oncePerRuntime } from '../once-per-runtime.ts';
import type { Runtime } from '../runtime.ts';
import { keyedHash } from './cipher.ts';
import { createKeyWrapper } from './key-wrapper.ts';

/** Keyed hash of what must be found again without being readable: a reader's ref, a phone number, a loan ref. */
export type BlindIndex = (label: string, ...parts: string[]) => Promise<string>;

const table = 'SubjectKeys';
const key = { pk: 'NETWORK', sk: 'KEY#index' };
const Item = z.object({ wrapped: z.instanceof(Uint8Array) });

/** One secret a network, made on first use and kept in memory for the life of the function. */
export const createBlindIndex = oncePerRuntime((runtime): BlindIndex => {
  let secret: Promise<Uint8Array> | undefined;
  return async (label, ...parts) => {
    secret ??= loadSecret(runtime).catch((error: unknown) => {
      secret = undefined;
      throw error;
    });
    return keyedHash(await secret, [label, ...parts]);
  };
});

async function loadSecret(runtime: Runtime): Promise<Uint8Array> {
  const store = connect(runtime);
  const wrapper = createKeyWrapper(runtime);
  const commune = '*';
  const item = await getItem(store, { table, key, schema: Item });
  if (item) return wrapper.unwrap(item.wrapped, commune);
  const { plain, wrapped } = await wrapper.generate(commune);
  const isMade = await putItem(store, { table, item: { ...key, wrapped }, condition: absent });
  return isMade ? plain : loadSecret(runtime);
}
