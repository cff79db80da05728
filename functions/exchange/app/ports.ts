import type { ChangeEvent } from '#core/events.ts';
import type { News } from '../domain/news.ts';

/** What waits for the library system, oldest first, until it has answered. */
export interface NewsFeed {
  /** Twice is once. */
  add(news: readonly News[]): Promise<void>;
  /** News after `since` (an id), at most `limit`. */
  page(since: string | undefined, limit: number): Promise<News[]>;
  find(ids: readonly string[]): Promise<News[]>;
  remove(ids: readonly string[]): Promise<void>;
}

/** Events that a queue takes at once. */
export const deliverable = 10;

/** Where changes wait and where they go. */
export interface RelayPorts {
  /** The oldest pending events, at most `limit`. */
  pending(limit: number): Promise<{ event: ChangeEvent; done: () => Promise<void> }[]>;
  /** Hands at most `deliverable` events to the queue of every function that waits for their types. */
  deliver(events: readonly ChangeEvent[]): Promise<void>;
}
