import type { Key } from '#core/dynamo.ts';

/** The table `Consents`: a partition a reader (state, ledger, reads), a partition a notice, an item a suppressed contact. */
export const table = 'Consents';

export const subjectPartition = (subjectRef: string): string => `SUBJECT#${subjectRef}`;
export const subjectOf = (pk: string): string => pk.slice(subjectPartition('').length);
export const stateKey = (subjectRef: string): Key => ({
  pk: subjectPartition(subjectRef),
  sk: 'STATE',
});
export const suppressionKey = (hash: string): Key => ({ pk: `CONTACT#${hash}`, sk: 'SUPPRESSED' });
export const noticePartition = (id: string, locale: string): string => `NOTICE#${id}#${locale}`;
export const noticeKey = (ref: { id: string; locale: string; version: number }): Key => ({
  pk: noticePartition(ref.id, ref.locale),
  sk: `V#${String(ref.version).padStart(6, '0')}`,
});
/** What the purposes mean: one item a network. */
export const meaningsKey: Key = { pk: 'MEANINGS', sk: 'MEANINGS' };
