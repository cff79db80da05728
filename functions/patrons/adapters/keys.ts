import type { Key } from '#core/dynamo.ts';

/** Items of the table `Directory`: a locator a ref, and a partition a reader. */
export const table = 'Directory';

export const locatorKey = (refHash: string): Key => ({ pk: `REF#${refHash}`, sk: 'REF' });
export const rejectionKey = (refHash: string): Key => ({ pk: `REF#${refHash}`, sk: 'REJECTED' });
export const refHashOf = (pk: string): string => pk.slice('REF#'.length);
export const subjectPartition = (subjectRef: string): string => `SUBJECT#${subjectRef}`;
/** All communes are watched together, so that a quiet night asks once; each has its own day, which comes first. */
export const everyReader = 'READERS';
export const lookKey = (day: string, commune: string): string => `${day}#${commune}`;
export const everyUntold = 'UNTOLD';
/** A month shares a partition of the indexes of birthdays: few questions find the birthdays of many days. */
export const monthOf = (day: string): string => day.slice(0, '2027-06'.length);
export const subjectOf = (pk: string): string => pk.slice(subjectPartition('').length);
export const profileKey = (subjectRef: string): Key => ({
  pk: subjectPartition(subjectRef),
  sk: 'PROFILE',
});
