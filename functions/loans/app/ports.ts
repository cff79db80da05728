import type { Temporal } from 'temporal-polyfill';
import type { ChangeEvent } from '#core/events.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import type { Key } from '#core/dynamo.ts';
import type { CirculationRecord, Kind, LinkedRecord, Standing } from '../domain/record.ts';

/** A loan or hold by what its library system calls it. */
export interface Name {
  readonly kind: Kind;
  readonly ref: string;
}

export const nameKey = ({ kind, ref }: Name): string => `${kind}|${ref}`;

export interface Stored {
  readonly record: CirculationRecord;
  /** Optimistic version of the stored item. */
  readonly version: number;
}

/** Loans and holds, sealed. Items are read strongly consistent; finding them by reader follows an index. */
export interface Records {
  /** Keyed by `nameKey`; what is past its deadline comes back as a mark (RET-04). */
  load(names: readonly Name[]): Promise<Map<string, Stored>>;
  /** One conditional write. `CONFLICT`: somebody was faster, or midnight passed; `ERASED`: the reader has no keys any more. */
  save(
    name: Name,
    next: { record: CirculationRecord; standing: Standing; version?: number },
  ): Promise<'SAVED' | 'CONFLICT' | 'ERASED'>;
  /** Loads the keys of readers before a batch. */
  warm(subjectRefs: readonly string[]): Promise<void>;
  /** Keyed hash of an event id. */
  fingerprint(eventId: string): Promise<string>;
}

/** What is known by reader and by document, opened. */
export interface Circulation {
  /** Open loans or holds of a reader. */
  open(subjectRef: string, kind: Kind): Promise<LinkedRecord[]>;
  /** Returned loans that are still visible. */
  returned(subjectRef: string): Promise<LinkedRecord[]>;
  /** At most `limit` borrowers whose return is still visible, latest first, from the loans of one commune. */
  lastBorrowers(itemRef: string, commune: string, limit: number): Promise<Borrower[]>;
}

export interface Borrower {
  readonly subjectRef: string;
  /** Epoch milliseconds. */
  readonly returnedAt: number;
}

/** The end of a loan, as the inactivity clock keeps it: a date, no title (RET-09). */
export interface LoanEnd {
  readonly subjectRef: string;
  /** Commune of the lending library. */
  readonly commune: string;
  /** Local date. */
  readonly endedOn: string;
  /** Epoch seconds at which the loan itself leaves. */
  readonly purgeAt: number;
}

export interface Clocks {
  noteEnds(ends: readonly LoanEnd[]): Promise<void>;
}

/** Access to a named person's loans is recorded without any title or item (GOV-10, RET-17). */
export interface AccessLog {
  record(accesses: readonly (ChangeEvent & { subjectRef: string })[]): Promise<void>;
}

/** A partition of the period index that falls due at one instant, with what was in it at the first count. */
export interface Due {
  readonly commune: string;
  /** Epoch seconds. */
  readonly purgeAt: number;
  readonly tallies?: readonly Tally[];
}

/** How many of one category fell due, and the local dates that they span. */
export interface Tally {
  readonly category: Category;
  readonly found: number;
  readonly from: string;
  readonly to: string;
}

export const categories = ['LOAN_LINK', 'HOLD_LINK', 'ACCESS_LOG', 'LOAN_END', 'MARK'] as const;
export type Category = (typeof categories)[number];

export interface DueItem extends Key {
  readonly category: Category;
  /** Local date. */
  readonly on: string;
}

/** What falls due when, in pages; nothing here opens anything. */
export interface DueStore {
  /** Due partitions of a commune, in one query. */
  due(commune: string, now: Temporal.Instant): Promise<Due[]>;
  destroyKey(due: Due): Promise<void>;
  pages(due: Due): AsyncIterable<DueItem[]>;
  /** Keeps the first count; answers what is kept. */
  keepTallies(due: Due, tallies: readonly Tally[]): Promise<readonly Tally[]>;
  /** Deletes; the date of an ended loan passes to the reader's clock first. */
  remove(items: readonly DueItem[]): Promise<void>;
  /** Those that a consistent read still finds. */
  present(items: readonly DueItem[]): Promise<DueItem[]>;
  close(due: Due): Promise<void>;
}

/** What belongs to one reader, by keys alone: works when nothing can be opened any more. */
export interface Belongings {
  returned(subject: Subject): Promise<Key[]>;
  /** Days on which loans ended; they lead to the returned loans, so they go after them. */
  ends(subject: Subject): Promise<Key[]>;
  holds(subject: Subject): Promise<Key[]>;
  openLoans(subject: Subject): Promise<{ keys: Key[]; since: string[] }>;
  clock(subject: Subject): Promise<Key[]>;
  /** Passes the dates of ended loans to the clock before they go with the loans. */
  settleClock(subject: Subject): Promise<void>;
  remove(keys: readonly Key[]): Promise<void>;
}
