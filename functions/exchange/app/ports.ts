import type { ChangeEvent } from '#core/events.ts';
import type { News } from '../domain/news.ts';

/** What waits for the library system, oldest first, until it has answered. */
export interface NewsFeed {
  add(news: News): Promise<void>;
  /** News after `since` (an id), at most `limit`. */
  page(since: string | undefined, limit: number): Promise<News[]>;
  find(ids: readonly string[]): Promise<News[]>;
  /** Kept as what people must do: no longer told, still reported. */
  markImpossible(ids: readonly string[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
}

/** Where changes wait and where they go. */
export interface RelayPorts {
  /** The oldest pending events, at most `limit`. */
  pending(limit: number): Promise<{ event: ChangeEvent; done: () => Promise<void> }[]>;
  /** Hands an event to the queue of every function that waits for its type. */
  deliver(event: ChangeEvent): Promise<void>;
}
