import type { Key } from '#core/dynamo.ts';
import { openBlock, sealBlock } from '#core/vault/cipher.ts';
import { periodHandle, type NamedPeriod } from '#core/vault/period-keys.ts';
import { recordKey } from './keys.ts';
import type { Tools } from './tools.ts';

/**
 * How a reader's state leads to a returned loan, in 20 bytes: the head of the handle of its period ‖ the hash of the loan,
 * one block under the key of the period. When that key is destroyed, head and block are noise (RET-05). Two periods may
 * share a head: what the wrong key makes of a block names no loan.
 */
const headLength = 4;

const headOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.subarray(0, headLength)).toString('base64url');
const headOfHandle = (handle: string) => headOf(Buffer.from(handle, 'base64url'));

const identity = (subjectRef: string) => ['pointer', subjectRef];

/** @param loan hash of the ref of the loan */
export function pointerTo(subjectRef: string, loan: string, periodKey: Uint8Array): Uint8Array {
  const block = Buffer.from(loan, 'base64url');
  return Buffer.concat([
    Buffer.from(periodHandle(periodKey), 'base64url').subarray(0, headLength),
    sealBlock({ key: periodKey, identity: identity(subjectRef), block }),
  ]);
}

/** Pointers of which no period knows the name any more: they only take room. */
export function deadOf(
  pointers: ReadonlySet<Uint8Array>,
  living: readonly NamedPeriod[],
): Uint8Array[] {
  const heads = new Set(living.map(({ handle }) => headOfHandle(handle)));
  return [...pointers].filter((pointer) => !heads.has(headOf(pointer)));
}

/** Keys of the records of the loans that a reader returned in these periods. */
export async function returnedKeys(
  { periodKeys }: Pick<Tools, 'periodKeys'>,
  of: { readonly subjectRef: string; readonly pointers: ReadonlySet<Uint8Array> },
  periods: readonly NamedPeriod[],
): Promise<Key[]> {
  const byHead = Map.groupBy(of.pointers, headOf);
  const found = periods.map(async (period) => {
    const pointers = byHead.get(headOfHandle(period.handle)) ?? [];
    const key = pointers.length > 0 ? await periodKeys.find(period) : undefined;
    if (!key) return [];
    return pointers
      .map((pointer) => pointer.subarray(headLength))
      .map((block) => openBlock({ key, identity: identity(of.subjectRef), block }))
      .map((hash) => recordKey('LOAN', Buffer.from(hash).toString('base64url')));
  });
  return (await Promise.all(found)).flat();
}
