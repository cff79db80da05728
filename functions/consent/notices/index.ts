import type { Notice } from '../domain/notice.ts';
import { enrolmentAdult } from './enrolment-adult.ts';
import { historyKeep } from './history-keep.ts';
import { indirectCollection } from './indirect-collection.ts';
import { newsletter } from './newsletter.ts';
import { preferenceNotices } from './preferences.ts';
import { inBothLanguages } from './seeds.ts';

/** Oldest version first. */
export const seededNotices: readonly Notice[] = [
  enrolmentAdult,
  indirectCollection,
  newsletter,
  historyKeep,
  ...preferenceNotices,
].flatMap(inBothLanguages);

/** A text that ships with the product; what a network publishes is in the store. */
export function seededNotice({
  id,
  locale,
  version,
}: Pick<Notice, 'id' | 'locale' | 'version'>): Notice | undefined {
  return seededNotices.find(
    (one) => one.id === id && one.locale === locale && one.version === version,
  );
}
