import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/**
 * AES-256-GCM with a random 96-bit nonce and the identity of the item as additional data, so that a sealed
 * value moved to another item, reader or class no longer opens. Layout: version ‖ nonce(12) ‖ tag(16) ‖ text.
 */
const version = 1;
const nonceLength = 12;
const tagLength = 16;

export function sealBytes(args: {
  key: Uint8Array;
  nonce: Uint8Array;
  identity: readonly string[];
  plain: Uint8Array;
}): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', imported(args.key), args.nonce);
  cipher.setAAD(lengthPrefixed(args.identity));
  const text = Buffer.concat([cipher.update(args.plain), cipher.final()]);
  return Buffer.concat([Buffer.of(version), args.nonce, cipher.getAuthTag(), text]);
}

/** The plain bytes, or nothing when the key, the identity or the bytes are not those that were sealed. */
export function openBytes(args: {
  key: Uint8Array;
  identity: readonly string[];
  sealed: Uint8Array;
}): Uint8Array | undefined {
  const { key, identity, sealed } = args;
  if (sealed[0] !== version || sealed.length < 1 + nonceLength + tagLength) return undefined;
  const nonce = sealed.subarray(1, 1 + nonceLength);
  const tag = sealed.subarray(1 + nonceLength, 1 + nonceLength + tagLength);
  try {
    const decipher = createDecipheriv('aes-256-gcm', imported(key), nonce);
    decipher.setAAD(lengthPrefixed(identity));
    decipher.setAuthTag(tag);
    return Buffer.concat([
      decipher.update(sealed.subarray(1 + nonceLength + tagLength)),
      decipher.final(),
    ]);
  } catch {
    return undefined;
  }
}

/**
 * One block of 16 bytes, 16 bytes again: where many lie in one item, a nonce and a tag would cost more than the text. The same
 * block under the same key and identity gives the same bytes, so that a set of them bears repetition. Nothing tells whether it
 * was changed: what comes out must name something random, and whoever opens it looks whether that exists.
 */
export const sealBlock = (args: BlockArgs): Uint8Array => crossBlock(createCipheriv, args);
export const openBlock = (args: BlockArgs): Uint8Array => crossBlock(createDecipheriv, args);

interface BlockArgs {
  readonly key: Uint8Array;
  readonly identity: readonly string[];
  readonly block: Uint8Array;
}

function crossBlock(
  create: typeof createCipheriv | typeof createDecipheriv,
  { key, identity, block }: BlockArgs,
): Uint8Array {
  const own = createHmac('sha256', imported(key)).update(lengthPrefixed(identity)).digest();
  const cipher = create('aes-256-ecb', own, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

/** HKDF(reader's key ‖ period key): what opens a returned loan needs both to be alive (design §5). */
export function combineKeys(readerKey: Uint8Array, periodKey: Uint8Array): Uint8Array {
  return Buffer.from(
    hkdfSync('sha256', Buffer.concat([readerKey, periodKey]), '', 'discretion/returned-loan', 32),
  );
}

/** HMAC-SHA-256 over length-prefixed parts: `('ab','c')` and `('a','bc')` never meet. 128 bits, base64url. */
export function keyedHash(key: Uint8Array, parts: readonly string[]): string {
  return createHmac('sha256', imported(key))
    .update(lengthPrefixed(parts))
    .digest()
    .subarray(0, 16)
    .toString('base64url');
}

/** Importing a key costs eight times what using it does, and most keys are used again while they are cached. */
function imported(key: Uint8Array): KeyObject {
  const known = keyObjects.get(key) ?? createSecretKey(key);
  keyObjects.set(key, known);
  return known;
}

const keyObjects = new WeakMap<Uint8Array, KeyObject>();

function lengthPrefixed(parts: readonly string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}
