import type { ExportStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { createNewsFeed } from '../adapters/news-feed.ts';

export const contribute: Contribute<ExportStep> = (runtime) => {
  const feed = createNewsFeed(runtime);
  return {
    category: 'NEWS_FOR_THE_LIBRARY_SYSTEM',
    read: async (subject) => ({ waiting: await feed.count(subject) }),
  };
};
