import type { Key } from '#core/dynamo.ts';
import type { Period } from '#core/vault/period-keys.ts';
import type { Kind } from '../domain/record.ts';

export const table = 'Loans';

/** `hash`: blind index of the ref. An open loan or hold lies here; when it ends, its mark does. */
export const recordKey = (kind: Kind, hash: string): Key => ({ pk: `${kind}#${hash}`, sk: kind });
export const isRecord = ({ sk }: Key) => sk === 'LOAN' || sk === 'HOLD';
export const hashOf = ({ pk }: Pick<Key, 'pk'>) => pk.slice(pk.indexOf('#') + 1);

/** What a reader has in hand, what they brought back, and when the last loan ended (RET-09). */
export const stateKey = (subjectRef: string): Key => ({ pk: `READER#${subjectRef}`, sk: 'STATE' });

/** How a reader's state names an open loan: by its key and the version that opened it, so that no name is used twice. */
export const linkTo = ({ pk }: Pick<Key, 'pk'>, version: number) => `${pk}#${String(version)}`;

export function linkedKey(link: string): Key {
  const [kind = '', hash = ''] = link.split('#');
  return { pk: `${kind}#${hash}`, sk: kind };
}

/** All that leaves a commune at one instant lies in one partition. */
export const periodPartition = ({ commune, purgeAt }: Period) =>
  `PERIOD#${commune}#${padded(purgeAt)}`;

/** Loans and holds of one item, by the hash of the item under the period key. */
export const keptPrefix = (kind: Kind, itemHash: string) => `${kind}#${itemHash}#`;

const padded = (epoch: number) => String(epoch).padStart(12, '0');
