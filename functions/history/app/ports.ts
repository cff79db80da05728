import type { Temporal } from 'temporal-polyfill';
import type { Leaving } from '#core/tally.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import type { KeptLoan } from '../domain/kept-loan.ts';

/** A reader who asked for a history. */
export interface Keeper {
  readonly subject: Subject;
  /** Since when without a break. */
  readonly since: Temporal.Instant;
  /** The consent is over and the key destroyed; the bytes go with the next sweep, then the keeper. */
  readonly isEnded: boolean;
}

/** A kept loan by what stands in the clear. */
export interface Kept {
  readonly sk: string;
  /** Commune of the lending library. */
  readonly commune: string;
  /** Local date. */
  readonly returnedOn: string;
  /** Epoch seconds: until then the loan itself is still in the live window. */
  readonly liveUntil: number;
  /** Epoch seconds: the cap (RET-12). */
  readonly purgeAt: number;
}

export interface Histories {
  find(subjectRef: string): Promise<Keeper | undefined>;
  /** Every keeper, by pages. */
  keepers(): AsyncIterable<Keeper[]>;
  begin(subject: Subject, since: Temporal.Instant): Promise<void>;
  /** Nothing more is kept, and nothing opens any more; twice is once. */
  end(keeper: Keeper): Promise<void>;
  /** The keeper goes last: what was begun is always finished. */
  close(keeper: Keeper): Promise<void>;
  list(subjectRef: string): Promise<Kept[]>;
  /** With what it says; without those whose key is gone. */
  open(subjectRef: string): Promise<(Kept & { loan: KeptLoan })[]>;
  /** Where `keep` puts a loan: another return is another place. Nothing when the reader is erased. */
  placeOf(keeper: Keeper, loan: Keepable): Promise<string | undefined>;
  /** Only while the keeper still keeps; `false` when that has ended meanwhile, or the reader is erased. */
  keep(keeper: Keeper, loan: Keepable): Promise<boolean>;
  remove(subjectRef: string, kept: readonly Kept[]): Promise<void>;
  /** The same, for who counts what goes. */
  leavingOf(subjectRef: string, kept: Kept): Leaving;
}

export interface Keepable {
  readonly loan: KeptLoan;
  /** Epoch seconds. */
  readonly liveUntil: number;
}

/** Those of the readers whose HISTORY_KEEP holds now, with the instant since when. */
export type KeepsSince = (
  subjectRefs: readonly string[],
) => Promise<ReadonlyMap<string, Temporal.Instant>>;

/** Loans that are about to be forgotten (`loans.returned`): those that leave before an instant, epoch seconds, by reader. */
export type LeavingBefore = (
  subjectRefs: readonly string[],
  before: number,
) => Promise<ReadonlyMap<string, readonly Keepable[]>>;
