import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { epochSeconds, isVisible } from '#core/calendar.ts';
import { connect, getItem, transact } from '#core/dynamo.ts';
import { auditItem, type ChangeEvent } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import type { ReaderLinks } from '../app/ports.ts';
import { readSecretToken, secretBytes, writeSecretToken } from '../domain/token.ts';
import { linkKey, logged, subjectPartition, table } from './keys.ts';

const Link = z.object({ hash: z.string(), purgeAt: z.int() });

/** One link a reader, at rest as a keyed hash: a new one takes the place of the old. */
export function createReaderLinks(runtime: Runtime): ReaderLinks {
  const store = connect(runtime);
  const index = createBlindIndex(runtime);
  const hashOf = (token: string, holder: string) => index('reader-link', token, holder);
  const log = (subjectRef: string, audit: ChangeEvent) => ({
    table,
    put: logged(runtime, auditItem(subjectPartition(subjectRef), audit)),
  });
  return {
    issue: async ({ subjectRef, holder, expiresAt }, audit) => {
      const token = writeSecretToken(subjectRef, runtime.randomBytes(secretBytes));
      const hash = await hashOf(token, holder);
      const put = { ...linkKey(subjectRef), hash, purgeAt: epochSeconds(expiresAt) };
      return (await transact(store, [{ table, put }, log(subjectRef, audit)])) ? token : undefined;
    },
    open: async (token, look) => {
      const subjectRef = readSecretToken(token);
      // Reads the store even for a token of the wrong shape: how long the answer takes says nothing.
      const named = subjectRef ?? 'NOBODY';
      const [link, found] = await Promise.all([
        getItem(store, { table, key: linkKey(named), schema: Link }),
        look(named),
      ]);
      const hash = await hashOf(token, found?.holder ?? '');
      if (subjectRef === undefined || !link || !isVisible(link.purgeAt, runtime.clock.now()))
        return undefined;
      return isSameText(link.hash, hash) ? found : undefined;
    },
    revoke: (subjectRef, audit) =>
      transact(store, [{ table, delete: linkKey(subjectRef) }, log(subjectRef, audit)]),
    formKey: (token) => index('form-key', token),
  };
}

function isSameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
