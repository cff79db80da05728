import type { Key } from '#core/dynamo.ts';

/** The table `History`: one partition of all who keep, one a reader for what is kept. */
export const table = 'History';

export const keepers = 'KEEPERS';
export const keeperKey = (subjectRef: string): Key => ({ pk: keepers, sk: subjectRef });

export const readerPartition = (subjectRef: string): string => `READER#${subjectRef}`;
/** Followed by the cap, epoch seconds, and a hash of the loan. */
export const loanPrefix = 'LOAN#';
