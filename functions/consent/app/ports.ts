import type { ChangeEvent } from '#core/events.ts';
import type { Leaving } from '#core/tally.ts';
import type { Suppression } from '../domain/facts.ts';
import type { Consents, LedgerEvent } from '../domain/ledger.ts';
import type { Meanings } from '../domain/meaning.ts';
import type { Notice } from '../domain/notice.ts';
import type { End } from '../domain/proof.ts';
import type { Signed } from '../../governance/provides.ts';
import type { Located, Patron } from '../../patrons/provides.ts';
import type { Subject } from '#core/vault/subject-keys.ts';

/** The ledger of consents. Every read is strongly consistent. */
export interface LedgerStore {
  read(subjectRef: string): Promise<Consents>;
  /** Opened events, oldest first; none once their key is destroyed. */
  events(subjectRef: string): Promise<LedgerEvent[]>;
  /**
   * The event and the new state in one transaction of two items; `false` when the state is no longer at
   * `event.seq - 1`, or when the reader is erased.
   */
  append(subject: Subject, change: { event: LedgerEvent; next: Consents }): Promise<boolean>;
  /** Readers who have a proof that is over by then, epoch seconds (RET-15). Soon consistent. */
  proofsDue(now: number): Promise<Subject[]>;
  /** Events of the ledger that are over by then. */
  proofsOf(subject: Subject, now: number): Promise<Leaving[]>;
  /** Says when the next proof of this reader is over. @returns how many of now a fresh read still finds */
  fileProofs(subject: Subject, now: number): Promise<number>;
  /** Everybody of a commune who ever made a choice, by pages. */
  readers(commune: string): AsyncIterable<string[]>;
  /** Tells the others what the calendar brought, once for each reader and name. */
  announceOnce(event: ChangeEvent, name: string): Promise<boolean>;
  /**
   * Tells that a consent ended with nobody saying anything, once for each yes. From the instant of this event its proof
   * is counted as from a no (RET-15).
   */
  announceLapse(event: ChangeEvent, lapse: Omit<End, 'at'>): Promise<boolean>;
  /** GOV-10: a staff read of a named person. */
  recordRead(audit: ChangeEvent): Promise<void>;
}

/** Contacts that must not be written to, as keyed hashes (RET-18). */
export interface Suppressions {
  /** Adds purposes (or `*`) to what an address or number is protected from, for three years from now. */
  add(contact: string, purposes: readonly string[]): Promise<void>;
  /** What is over by then, epoch seconds. */
  over(now: number): Promise<Leaving[]>;
  /** Destroys the keys under which every entry is over by then, epoch seconds. */
  destroyKeys(now: number): Promise<void>;
  /** How many of them a fresh read still finds. */
  left(over: readonly Leaving[]): Promise<number>;
}

/** What a decision is judged by. */
export interface Standing {
  readonly consents: Consents;
  readonly meanings: Meanings;
  /** The text that was read, when it was named and exists. */
  readonly notice: Notice | undefined;
}

/** What a decision of a reader is judged by, with the reader, in one strongly consistent call. */
export interface DecisionReads {
  /** Nothing for an unknown ref; no `patron` when they are erased. */
  read(asked: {
    patronRef: string;
    notice: NoticeRef | undefined;
  }): Promise<
    (Standing & { readonly located: Located; readonly patron?: Patron | undefined }) | undefined
  >;
}

/** What the gate reads of choices, suppressed contacts and sign-offs, in one call. */
export interface GateReads {
  readMany(args: {
    subjectRefs: readonly string[];
    contacts: readonly string[];
    communes: readonly string[];
  }): Promise<{
    signoffs: Signed;
    consents: ReadonlyMap<string, Consents>;
    suppressed: ReadonlyMap<string, Suppression>;
    meanings: Meanings;
  }>;
}

export type NoticeRef = Pick<Notice, 'id' | 'locale' | 'version'>;

export interface Notices {
  find(ref: NoticeRef): Promise<Notice | undefined>;
  latest(ref: { id: string; locale: 'fr' | 'en' }): Promise<Notice | undefined>;
  /** What the purposes mean today. Strongly consistent. */
  meanings(): Promise<Meanings>;
  /** `false` when this version exists: versions are immutable. */
  add(notice: Notice): Promise<boolean>;
  /** The same for a text that says what a purpose means; also `false` when another did meanwhile. */
  addMeaning(notice: Notice, meanings: Meanings, event: ChangeEvent): Promise<boolean>;
}
