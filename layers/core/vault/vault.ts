import type * as z from 'zod';
import type { Runtime } from '../runtime.ts';
import { openBytes, sealBytes } from './cipher.ts';
import {
  createSubjectKeys,
  type KeyClass,
  type Subject,
  type SubjectKeys,
} from './subject-keys.ts';

/** Seals and opens JSON values under the key of one reader × class. */
export interface Vault {
  readonly keys: SubjectKeys;
  /** The sealed bytes, or nothing when the reader is erased. `identity` is that of the item: table, pk, sk. */
  seal(args: Sealing & { subject: Subject; value: unknown }): Promise<Uint8Array | undefined>;
  /** The value, or nothing when the key is destroyed or the bytes belong to another item. */
  open<S extends z.ZodType>(
    args: Sealing & { subjectRef: string; sealed: Uint8Array; schema: S },
  ): Promise<z.output<S> | undefined>;
}

interface Sealing {
  readonly keyClass: KeyClass;
  readonly identity: readonly string[];
}

export function createVault(runtime: Runtime): Vault {
  const keys = createSubjectKeys(runtime);
  return {
    keys,
    seal: async ({ subject, keyClass, identity, value }) => {
      const key = await keys.obtain(subject, keyClass);
      return key && sealJson(runtime, { key, identity: [keyClass, ...identity], value });
    },
    open: async ({ subjectRef, keyClass, identity, sealed, schema }) => {
      const key = await keys.find(subjectRef, keyClass);
      return key && openJson({ key, identity: [keyClass, ...identity], sealed, schema });
    },
  };
}

/** Seals a JSON value under a key at hand (a period key, a combined key). */
export function sealJson(
  runtime: Pick<Runtime, 'randomBytes'>,
  args: { key: Uint8Array; identity: readonly string[]; value: unknown },
): Uint8Array {
  return sealBytes({
    key: args.key,
    nonce: runtime.randomBytes(12),
    identity: args.identity,
    plain: Buffer.from(JSON.stringify(args.value)),
  });
}

export function openJson<S extends z.ZodType>(args: {
  key: Uint8Array;
  identity: readonly string[];
  sealed: Uint8Array;
  schema: S;
}): z.output<S> | undefined {
  const plain = openBytes(args);
  if (!plain) return undefined;
  const parsed = args.schema.safeParse(JSON.parse(Buffer.from(plain).toString()));
  return parsed.success ? parsed.data : undefined;
}
