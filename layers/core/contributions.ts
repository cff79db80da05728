import type { Temporal } from 'temporal-polyfill';
import type * as z from 'zod';
import type { Caller } from './caller.ts';
import type { FieldError, RuleId } from './problem.ts';
import type { KeyClass, Subject } from './vault/subject-keys.ts';
import type { Tombstone } from './vault/tombstones.ts';

/** What plugins contribute to the runs that belong to all (`compositions` in `manifest.ts`). */

/** `intake`: the events of the library system that a plugin applies, behind `POST /v1/ils-events`. */
export interface IntakeStep<E = unknown> {
  /** Event type → schema of the whole event, envelope included (`IlsEvent` in `ils-event.ts`). */
  readonly schemas: Readonly<Record<string, z.ZodType>>;
  /** Applies events as those schemas parsed them, in their order; one outcome each, in the same order. */
  apply(context: IntakeContext, events: readonly E[]): Promise<IntakeOutcome[]>;
}

export interface IntakeContext {
  readonly caller: Caller;
  readonly now: Temporal.Instant;
}

export interface IntakeOutcome {
  readonly status: 'APPLIED' | 'DUPLICATE' | 'STALE' | 'REJECTED';
  readonly errors?: readonly FieldError[];
  /** ISO instant with the offset of the commune. */
  readonly visibleUntil?: string;
  /** ISO instant. */
  readonly purgeAt?: string;
}

/** Puts lines on record, each once. */
export type RecordLines = (reports: readonly SweepReport[]) => Promise<void>;

/** `sweep`: what a plugin forgets by the clock. Bears being killed anywhere, repetition, overlap and lateness. */
export interface SweepStep {
  /**
   * What was forgotten is counted in the store (`due.ts`, `tally.ts`) until its line is on record.
   * @returns the lines that it recorded
   */
  sweep(now: Temporal.Instant, record: RecordLines): Promise<SweepReport[]>;
}

/** One line of a retention run; no names, ever (RET-21). */
export interface SweepReport {
  readonly rule: RuleId;
  readonly commune: string;
  readonly category: string;
  readonly found: number;
  readonly deleted: number;
  /** What a fresh read still finds afterwards: 0 or the run is not done. */
  readonly recount: number;
  /** Local dates that the deleted items span, when known. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Instant at which these fell due or first left: a report that is repeated until it is on record keeps its name. */
  readonly due?: Temporal.Instant;
}

/** `erasure`: what a plugin holds on one reader, as one category of the answer (RGT-06). */
export interface ErasureStep {
  readonly category: string;
  /** Key classes that die with this category. */
  readonly keyClasses: readonly KeyClass[];
  /** Waits as long as any other category waits: what is kept must still be somebody's (RET-11). */
  readonly isLast?: boolean;
  /** Why it stays whatever the reader asks (`GDPR 17(3)(b)`): counted and said, neither erased nor opened. */
  readonly keptOn?: string;
  /** Why it must wait, from the closed list of RET-11; empty when it can go now. */
  blockers(subject: Subject, now: Temporal.Instant): Promise<Blocker[]>;
  /** What must be done while the data can still be opened: leave a tombstone, keep suppression hashes (RET-18, RET-20). */
  prepare?(subject: Subject): Promise<void>;
  /** Says again that the reader is gone, after a restore brought back that they are not (RET-20). Bears repetition. */
  bury?(stone: Tombstone): Promise<void>;
  /** Strongly consistent count of the reader's items; 0 after the erasure. */
  count(subject: Subject): Promise<number>;
  /**
   * Deletes the bytes, after the keys are gone; bears repetition. It finds them by the read of `count`, so that 0 is a count
   * too.
   * @returns how many there were
   */
  erase(subject: Subject): Promise<number>;
}

export const blockerCodes = [
  'OPEN_LOAN',
  'DEBT',
  'TITLE_ISSUED',
  'DISPUTE',
  'PENDING_RIGHTS_REQUEST',
  'GUARDIAN_OF_ACTIVE_MINOR',
] as const;

export interface Blocker {
  readonly code: (typeof blockerCodes)[number];
  /** Local date. */
  readonly since: string;
  readonly until?: string;
  readonly owner?: string;
}

/** `export`: what a plugin holds on one reader, opened, for the answer to an access request (RGT-03). */
export interface ExportStep {
  readonly category: string;
  read(subject: Subject, now: Temporal.Instant): Promise<unknown>;
}

/** `reading`: what a plugin keeps of a reader’s past loans at their own wish, for their reading list (RGT-04). */
export interface ReadingStep {
  /** Nothing that is still in the live window, and nothing of a reader who does not agree now. */
  kept(subject: Subject, now: Temporal.Instant): Promise<KeptPast[]>;
}

/** A loan as the reading list shows it; ISO instants with the offset of the lending commune. */
export interface KeptPast {
  readonly loanRef: string;
  readonly itemRef?: string | undefined;
  readonly title?: string | undefined;
  readonly author?: string | undefined;
  readonly loanedAt: string;
  readonly returnedAt: string;
  readonly visibleUntil: string;
  readonly purgeAt: string;
}
