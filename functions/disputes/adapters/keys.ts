import type { Key } from '#core/dynamo.ts';

/** The table `Disputes`: the holds and the log of a commune, and under each reader which holds are theirs. */
export const table = 'Disputes';

export const communePartition = (commune: string): string => `COMMUNE#${commune}`;
export const holdPrefix = 'HOLD#';
export const holdKey = (hold: { commune: string; holdId: string }): Key => ({
  pk: communePartition(hold.commune),
  sk: `${holdPrefix}${hold.holdId}`,
});

export const readerPartition = (subjectRef: string): string => `READER#${subjectRef}`;
export const readerKey = (hold: { subjectRef: string; commune: string; holdId: string }): Key => ({
  pk: readerPartition(hold.subjectRef),
  sk: `${holdPrefix}${hold.commune}#${hold.holdId}`,
});
