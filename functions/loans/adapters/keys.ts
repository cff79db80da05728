import type { Key } from '#core/dynamo.ts';
import type { Category } from '../app/ports.ts';
import type { Kind } from '../domain/record.ts';

export const table = 'Loans';

/** `hash`: blind index of the ref. The same key open and returned: a return changes the item in place. */
export const recordKey = (kind: Kind, hash: string): Key => ({ pk: `${kind}#${hash}`, sk: kind });

export const readerPartition = (subjectRef: string) => `READER#${subjectRef}`;
export const subjectOf = (key: Key) => key.pk.slice('READER#'.length);

/** The day on which the reader's last known loan ended (RET-09). */
export const clockKey = (subjectRef: string): Key => ({
  pk: readerPartition(subjectRef),
  sk: 'CLOCK',
});

interface End {
  readonly purgeAt: number;
  readonly commune: string;
  readonly endedOn: string;
}

/** A day on which a loan of the reader ended, kept until that loan leaves. */
export const endPrefix = 'END#';
export const endSort = ({ purgeAt, commune, endedOn }: End) =>
  `${endPrefix}${padded(purgeAt)}#${commune}#${endedOn}`;

export function parseEnd(sk: string): End {
  const [, purgeAt = '', commune = '', endedOn = ''] = sk.split('#');
  return { purgeAt: Number(purgeAt), commune, endedOn };
}

/** Index attributes of what leaves at a known instant: all of a commune together, by category. */
export function leaving(args: {
  commune: string;
  /** Epoch seconds. */
  purgeAt: number;
  category: Category;
  /** Local date under which the elimination slip counts it (RET-21). */
  on: string;
  /** Stands between category and date: the hash by which last borrowers are found. */
  hash?: string;
}): { purgeAt: number; period: string; periodSort: string } {
  const { purgeAt, category, hash = '', on } = args;
  return { purgeAt, period: periodPartition(args), periodSort: `${category}#${hash}#${on}` };
}

export const periodPartition = (due: { commune: string; purgeAt: number }) =>
  `${due.commune}#${padded(due.purgeAt)}`;

export const duePartition = (commune: string) => `DUE#${commune}`;
export const padded = (epoch: number) => String(epoch).padStart(12, '0');
