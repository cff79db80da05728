import type { ErasureStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createNewsFeed } from '../adapters/news-feed.ts';

/** What the library system has not fetched about a reader who is gone; that they are gone is told afterwards. */
export const contribute: Contribute<ErasureStep> = (runtime) => ({
  category: 'NEWS_FOR_THE_LIBRARY_SYSTEM',
  keyClasses: [],
  blockers: () => Promise.resolve([]),
  ...createNewsFeed(runtime),
});
