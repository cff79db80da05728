import { queueFunction } from '#core/consumer.ts';
import type { Create } from '#core/entry.ts';
import { createNewsFeed } from '../adapters/news-feed.ts';
import { News } from '../domain/news.ts';

export const create: Create = (runtime) => {
  const feed = createNewsFeed(runtime);
  return queueFunction(runtime, (event) => feed.add(News.parse(event)));
};
