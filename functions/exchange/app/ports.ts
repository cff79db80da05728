import type { Key } from '#core/dynamo.ts';
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

/** A change that waits in the outbox of its table. */
export interface Pending {
  readonly event: ChangeEvent;
  readonly table: string;
  readonly key: Key;
}

/** Where changes wait and where they go. */
export interface RelayPorts {
  /** The oldest pending changes, at most `limit`. */
  pending(limit: number): Promise<Pending[]>;
  /** Hands each event to the queue of every function that waits for its type. */
  deliver(events: readonly ChangeEvent[]): Promise<void>;
  /** They wait no longer. */
  mark(done: readonly Pending[]): Promise<void>;
}
