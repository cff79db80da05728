import { packRef, refBytes, unpackRef } from './packed-ref.ts';

/** 192 bits of chance. */
export const secretBytes = 24;

/** What a link carries: which reader's record holds its hash, and the secret. 54 characters, base64url. */
export function writeLinkToken(subjectRef: string, secret: Uint8Array): string {
  return Buffer.concat([packRef(subjectRef), secret]).toString('base64url');
}

/** The reader whom a token names; nothing when it has another shape. Whether it holds is the store's to say. */
export function subjectOfToken(token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url');
  const isWhole = bytes.length === refBytes + secretBytes && bytes.toString('base64url') === token;
  return isWhole ? unpackRef(bytes) : undefined;
}
