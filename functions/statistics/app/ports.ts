import type { Place } from '../domain/act.ts';
import type { Said } from '../domain/figure.ts';
import type { Figures } from '../domain/month.ts';

/** What one batch says of a month. */
export interface Batch {
  /** Follows from what it says: the same batch is the same item. */
  readonly id: string;
  readonly said: Said;
}

/** `OPEN`: counts come in · `SHUT`: none do any more · `COUNTED`: figures stand, counts still to be removed · `CLOSED`. */
export type MonthState = 'OPEN' | 'SHUT' | 'COUNTED' | 'CLOSED';

export interface StoredMonth extends Place {
  readonly state: MonthState;
  readonly figures?: Figures | undefined;
}

export interface Counts {
  /** One write. */
  add(place: Place, batch: Batch): Promise<void>;
  /** The same for a month whose time is over: nothing when it has been counted. */
  addLate(place: Place, batch: Batch): Promise<void>;
}

export interface Months {
  /** Of one commune, between two months, both included; oldest first. */
  list(commune: string, span: { from: string; to: string }): Promise<StoredMonth[]>;
  /** Of all communes. */
  all(): Promise<StoredMonth[]>;
  move(place: Place, to: MonthState, figures?: Figures): Promise<void>;
  pages(place: Place): AsyncIterable<Batch[]>;
  remove(place: Place, ids: readonly string[]): Promise<void>;
}
