import type { Key } from '#core/dynamo.ts';

/**
 * The table `Disputes`: all holds, commune by commune, so that the sweep asks once; the log of a commune; and under each
 * reader which holds are theirs.
 */
export const table = 'Disputes';

export const communePartition = (commune: string): string => `COMMUNE#${commune}`;
export const holdsPartition = 'HOLDS';
export const holdPrefix = 'HOLD#';
/** Where the holds of a commune stand among all. */
export const communePrefix = (commune: string): string => `${holdPrefix}${commune}#`;
const sortKey = (hold: { commune: string; holdId: string }) =>
  `${communePrefix(hold.commune)}${hold.holdId}`;
export const holdKey = (hold: { commune: string; holdId: string }): Key => ({
  pk: holdsPartition,
  sk: sortKey(hold),
});

export const readerPartition = (subjectRef: string): string => `READER#${subjectRef}`;
export const readerKey = (hold: { subjectRef: string; commune: string; holdId: string }): Key => ({
  pk: readerPartition(hold.subjectRef),
  sk: sortKey(hold),
});
