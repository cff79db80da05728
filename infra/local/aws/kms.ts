import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { done, fault, type Answer, type Fault } from './answer.ts';
import type { MasterKey, MasterKeys } from './master-keys.ts';

/** Length of: key id (UUID), AES-GCM nonce, AES-GCM tag. A blob is these three, then the sealed bytes. */
const idLength = 36;
const nonceLength = 12;
const tagLength = 16;

const Context = z.record(z.string(), z.string()).default({});
const Bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));
const GenerateDataKey = z.object({
  KeyId: z.string(),
  KeySpec: z.literal('AES_256'),
  EncryptionContext: Context,
});
const Encrypt = z.object({
  KeyId: z.string(),
  Plaintext: Bytes.refine(({ length }) => length > 0 && length <= 4096),
  EncryptionContext: Context,
});
const Decrypt = z.object({
  CiphertextBlob: Bytes,
  KeyId: z.string().optional(),
  EncryptionContext: Context,
});
const ReEncrypt = z.object({
  CiphertextBlob: Bytes,
  SourceKeyId: z.string().optional(),
  SourceEncryptionContext: Context,
  DestinationKeyId: z.string(),
  DestinationEncryptionContext: Context,
});

const algorithm = 'SYMMETRIC_DEFAULT';

export function createKms(keys: MasterKeys): Readonly<Record<string, (input: unknown) => Answer>> {
  return {
    GenerateDataKey: reading(GenerateDataKey, (input) =>
      withKey(keys, input.KeyId, (key) => {
        const plain = randomBytes(32);
        const CiphertextBlob = seal(key, plain, input.EncryptionContext).toString('base64');
        return done({ CiphertextBlob, Plaintext: plain.toString('base64'), KeyId: key.arn });
      }),
    ),
    Encrypt: reading(Encrypt, (input) =>
      withKey(keys, input.KeyId, (key) => {
        const CiphertextBlob = seal(key, input.Plaintext, input.EncryptionContext).toString(
          'base64',
        );
        return done({ CiphertextBlob, KeyId: key.arn, EncryptionAlgorithm: algorithm });
      }),
    ),
    Decrypt: reading(Decrypt, (input) => {
      const opened = open({
        keys,
        blob: input.CiphertextBlob,
        keyId: input.KeyId,
        context: input.EncryptionContext,
      });
      if ('kind' in opened) return opened;
      return done({
        Plaintext: opened.plain.toString('base64'),
        KeyId: opened.key.arn,
        EncryptionAlgorithm: algorithm,
      });
    }),
    ReEncrypt: reading(ReEncrypt, (input) => reEncrypt(keys, input)),
  };
}

function reEncrypt(keys: MasterKeys, input: z.infer<typeof ReEncrypt>): Answer {
  const { CiphertextBlob: blob, SourceKeyId: keyId, SourceEncryptionContext: context } = input;
  const opened = open({ keys, blob, keyId, context });
  if ('kind' in opened) return opened;
  return withKey(keys, input.DestinationKeyId, (key) =>
    done({
      CiphertextBlob: seal(key, opened.plain, input.DestinationEncryptionContext).toString(
        'base64',
      ),
      SourceKeyId: opened.key.arn,
      KeyId: key.arn,
      SourceEncryptionAlgorithm: algorithm,
      DestinationEncryptionAlgorithm: algorithm,
    }),
  );
}

function reading<T>(schema: z.ZodType<T>, act: (input: T) => Answer): (input: unknown) => Answer {
  return (input) => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return act(parsed.data);
    const field = parsed.error.issues[0]?.path.join('.');
    return fault(
      'ValidationException',
      `1 validation error detected: value at '${field}' failed to satisfy constraint`,
    );
  };
}

function withKey(keys: MasterKeys, name: string, act: (key: MasterKey) => Answer): Answer {
  const key = keys.find(name);
  return key ? act(key) : notFound(name);
}

function notFound(name: string): Fault {
  return fault('NotFoundException', `Key '${name}' does not exist`);
}

/** KMS gives no reason for a blob that does not open, so as to help nobody. */
const invalidCiphertext = fault('InvalidCiphertextException', '');

function seal(key: MasterKey, plain: Uint8Array, context: Record<string, string>): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key.material, nonce).setAAD(aadOf(context));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from(key.id, 'latin1'), nonce, cipher.getAuthTag(), sealed]);
}

function open(args: {
  keys: MasterKeys;
  blob: Buffer;
  keyId: string | undefined;
  context: Record<string, string>;
}): { key: MasterKey; plain: Buffer } | Fault {
  const { keys, blob, keyId } = args;
  const header = idLength + nonceLength + tagLength;
  const id = blob.toString('latin1', 0, idLength);
  if (blob.length <= header || !/^[\da-f-]{36}$/u.test(id)) return invalidCiphertext;
  const key = keys.find(id);
  if (!key) return notFound(id);
  if (keyId !== undefined && !keys.find(keyId)) return notFound(keyId);
  if (keyId !== undefined && keys.find(keyId) !== key) {
    return fault(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  }
  return unseal(key, blob, args.context);
}

function unseal(
  key: MasterKey,
  blob: Buffer,
  context: Record<string, string>,
): { key: MasterKey; plain: Buffer } | Fault {
  const nonce = blob.subarray(idLength, idLength + nonceLength);
  const tag = blob.subarray(idLength + nonceLength, idLength + nonceLength + tagLength);
  const decipher = createDecipheriv('aes-256-gcm', key.material, nonce, {
    authTagLength: tagLength,
  });
  decipher.setAAD(aadOf(context)).setAuthTag(tag);
  try {
    const plain = decipher.update(blob.subarray(idLength + nonceLength + tagLength));
    return { key, plain: Buffer.concat([plain, decipher.final()]) };
  } catch {
    return invalidCiphertext;
  }
}

/** The encryption context is a set of pairs: their order does not count. */
function aadOf(context: Record<string, string>): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(pairs));
}
