import type { ChangeEvent } from '#core/events.ts';
import type { Leaving } from '#core/tally.ts';
import type { Subject } from '#core/vault/subject-keys.ts';
import type { HeldLoan, Hold } from '../domain/hold.ts';

export interface Stored {
  readonly hold: Hold;
  readonly version: number;
}

/** Disputed loans, in a store of their own (RET-22). */
export interface Holds {
  /** By its id, in one of these communes; a closed one until its purge instant (RET-04). */
  find(holdId: string, communes: readonly { readonly id: string }[]): Promise<Stored | undefined>;
  /** Those of a commune, opened. */
  list(commune: string): Promise<Stored[]>;
  /** The open ones of a reader, as dates and a commune; opens nothing (RET-22). */
  blocking(subjectRef: string): Promise<Pick<Hold, 'openedOn' | 'reviewOn' | 'commune'>[]>;
  /** Those of a reader, opened. */
  of(subjectRef: string): Promise<Stored[]>;
  /**
   * One transaction of the hold, its entry under the reader and, when one is given, its event; `false` when somebody was
   * faster or the reader is erased.
   */
  save(hold: Hold, change: { version?: number | undefined; event?: ChangeEvent }): Promise<boolean>;
  /** Both at once: those of `list`, and those past their purge instant, whether or not they open. */
  survey(commune: string): Promise<{ due: Leaving[]; standing: Stored[] }>;
  /** GOV-10: who looked, or wanted to; no document (RET-17). */
  record(event: ChangeEvent): Promise<void>;
}

/** The loan as the live window shows it now (`loans.find`). */
export type FindLoan = (loanRef: string) => Promise<LiveLoan | undefined>;

export interface LiveLoan {
  readonly subject: Subject;
  /** Commune of the lending library. */
  readonly commune: string;
  readonly loan: HeldLoan;
}
