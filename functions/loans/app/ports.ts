import type { Key } from '#core/dynamo.ts';
import type { Period } from '#core/vault/period-keys.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import type { Act } from '../domain/lifecycle.ts';
import type { CirculationRecord, Kind, LinkedRecord, Standing } from '../domain/record.ts';

/** A loan or hold by what its library system calls it. */
export interface Name {
  readonly kind: Kind;
  readonly ref: string;
}

export const nameKey = ({ kind, ref }: Name): string => `${kind}|${ref}`;

export interface Stored {
  readonly record: CirculationRecord;
  readonly place: Place;
}

/** What the next write must know of the stored item. */
export interface Place {
  /** Optimistic version of the stored item. */
  readonly version: number;
  /** Open: in whose state it is listed, and under which name. */
  readonly listed?: { readonly subjectRef: string; readonly link: string };
  /** Where it lies in the partition of its period. */
  readonly kept?: Key;
}

/** Something that is to be said of a reader. */
export interface ReaderNote {
  readonly subjectRef: string;
  /** An open loan or hold, by its link; and one that no longer is. */
  readonly opened?: string;
  readonly closed?: string;
  /** Leads to a loan that they returned; noise when its period is over. */
  readonly returned?: Uint8Array;
  /** Local date on which a loan ended (RET-09). */
  readonly endedOn?: string;
}

type Item = Key & Readonly<Record<string, unknown>>;

/** A record sealed and ready, with all that is to be written for it. */
export interface Draft {
  readonly before: readonly ReaderNote[];
  /** What has a deadline, for the partition of its period. */
  readonly kept?: Period & { readonly item: Item };
  readonly item: Item;
  /** Version of the stored item that it takes the place of; absent: there is none. */
  readonly replaces?: number;
  /** What it leaves behind in another period. */
  readonly stale?: Key;
  readonly after: readonly ReaderNote[];
}

/**
 * Loans and holds, sealed. Read strongly consistent. A batch is drafted, announced, written and concluded, in this
 * order: what leads to a record stands before it does, and goes after it is gone, so that a crash loses nothing.
 */
export interface Records {
  /** Keyed by `nameKey`; what is past its deadline comes back as a mark (RET-04). */
  load(names: readonly Name[]): Promise<Map<string, Stored>>;
  /** Writes nothing. `CONFLICT`: midnight passed; `ERASED`: the reader has no keys any more. */
  draft(
    name: Name,
    next: { record: CirculationRecord; standing: Standing; place: Place | undefined },
  ): Promise<Draft | 'CONFLICT' | 'ERASED'>;
  /** Puts what lies with its period, and what leads to it: one write a reader. */
  announce(drafts: readonly Draft[]): Promise<void>;
  /** `false` when somebody was faster, and then nothing of it counts. */
  write(draft: Draft): Promise<boolean>;
  /** One write a reader whose open loans became fewer. */
  conclude(drafts: readonly Draft[]): Promise<void>;
  /** Loads the keys of readers before a batch. */
  warm(subjectRefs: readonly string[]): Promise<void>;
  /** Keyed hash of an event id. */
  fingerprint(eventId: string): Promise<string>;
}

/** What is known by reader and by document, opened. */
export interface Circulation {
  /** One loan, open or returned and still visible: what must be sealed elsewhere before its period key dies is read here. */
  find(loanRef: string): Promise<LinkedRecord | undefined>;
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

/** An open loan without what it says: `name` is the keyed hash of its ref. */
export interface OpenLoan {
  readonly name: string;
  /** Latest sign of life, epoch milliseconds. */
  readonly lastSignAt: number;
  /** Local date. */
  readonly dueOn?: string;
}

/** Open loans by the library that lent them: for the comparison with what its library system has out, and for paper. */
export interface OpenLoans {
  nameOf(loanRef: string): Promise<string>;
  /** Reads the whole table in pages and opens nothing. */
  of(library: string): AsyncIterable<OpenLoan[]>;
  /** Those of these names that are open now, opened. */
  find(names: readonly string[]): Promise<LinkedRecord[]>;
  /** Those of these names that are open now; opens nothing. */
  standing(names: readonly string[]): Promise<ReadonlySet<string>>;
}

/** One thing that a library did: no document, no day, and of its reader one of 32 slots. */
export interface CountedAct {
  readonly commune: string;
  /** `2026-11`, of the clock of the commune. */
  readonly month: string;
  readonly library: string;
  readonly act: Act['name'];
  /** 0–31; absent when nobody ever learnt whose act it was. */
  readonly slot?: number | undefined;
}

/** What the libraries did, as long as a record or a mark says so (STA-02). */
export interface Acts {
  /** Reads the whole table in pages, eventually consistent, and opens nothing. */
  all(): AsyncIterable<readonly CountedAct[]>;
}

/** What belongs to one reader, by keys alone: works when nothing of theirs can be opened any more. */
export interface Belongings {
  returned(subject: Subject): Promise<Key[]>;
  holds(subject: Subject): Promise<Key[]>;
  openLoans(subject: Subject): Promise<{ keys: Key[]; since: string[] }>;
  /** The state that leads to all of these, so that it goes last. */
  state(subject: Subject): Promise<Key[]>;
  unlistHolds(subject: Subject): Promise<void>;
  unlistReturned(subject: Subject): Promise<void>;
  /** Of a loan or a hold its mark stays: acts, which are nobody's, count until their month is closed (STA-02, RET-07). */
  remove(keys: readonly Key[]): Promise<void>;
}
