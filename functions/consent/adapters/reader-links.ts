import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { epochSeconds, isVisible } from '#core/calendar.ts';
import { connect, deleteItem, getItem, putItem } from '#core/dynamo.ts';
import type { Runtime } from '#core/runtime.ts';
import { createBlindIndex } from '#core/vault/index-key.ts';
import type { ReaderLinks } from '../app/ports.ts';
import { secretBytes, subjectOfToken, writeLinkToken } from '../domain/link-token.ts';
import { linkKey, table } from './keys.ts';

const Link = z.object({ hash: z.string(), purgeAt: z.int() });

/**
 * One link a reader and use, at rest as a keyed hash, in the reader's own partition: a new link takes the place of the
 * old one, and an erasure takes it along.
 */
export function createReaderLinks(runtime: Runtime): ReaderLinks {
  const store = connect(runtime);
  const index = createBlindIndex(runtime);
  const hashOf = (use: string, token: string, holder: string) =>
    index('reader-link', use, token, holder);
  return {
    issue: async ({ subjectRef, use, holder, expiresAt }) => {
      const token = writeLinkToken(subjectRef, runtime.randomBytes(secretBytes));
      const purgeAt = epochSeconds(expiresAt);
      const hash = await hashOf(use, token, holder);
      const item = { ...linkKey(subjectRef, use), hash, purgeAt };
      await putItem(store, { table, item });
      return token;
    },
    find: async ({ token, use, holderOf }) => {
      const subjectRef = subjectOfToken(token);
      // Reads the store even for a token of the wrong shape: how long the answer takes says nothing.
      const key = linkKey(subjectRef ?? 'NOBODY', use);
      const [link, holder] = await Promise.all([
        getItem(store, { table, key, schema: Link }),
        holderOf(subjectRef ?? 'NOBODY'),
      ]);
      const hash = await hashOf(use, token, holder ?? '');
      if (
        !subjectRef ||
        holder === undefined ||
        !link ||
        !isVisible(link.purgeAt, runtime.clock.now())
      )
        return undefined;
      return isSameText(link.hash, hash) ? subjectRef : undefined;
    },
    revoke: async (subjectRef, use) => {
      await deleteItem(store, { table, key: linkKey(subjectRef, use) });
    },
    formKey: (token) => index('form-key', token),
  };
}

function isSameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
