import { queueBatchFunction } from '#core/consumer.ts';
import type { Create } from '#core/entry.ts';
import { createNewsFeed } from '../adapters/news-feed.ts';
import { News } from '../domain/news.ts';

export const create: Create = (runtime) => {
  const feed = createNewsFeed(runtime);
  return queueBatchFunction(runtime, (events) => feed.add(events.map((one) => News.parse(one))));
};
