import type { Subject } from '#core/vault/subject-keys.ts';
import type { Claim, Debt } from '../domain/debt.ts';
import type { Debtor, TitleRecord } from '../domain/title.ts';

/** A debt as it is kept: in a commune, of a reader if one was named, with a local date since when. */
export interface KeptDebt {
  readonly debt: Debt;
  readonly commune: string;
  readonly reader?: Subject;
  readonly since: string;
}

export interface StoredDebt extends KeptDebt {
  /** Optimistic version of the stored item. */
  readonly version: number;
}

export interface NewTitle {
  readonly record: TitleRecord;
  /** The reader who is the debtor, if the debtor is one. */
  readonly subjectRef?: string;
}

/** Both stores, written by the intake. The title of a debt and the end of that debt are one transaction (RET-11). */
export interface Ledger {
  find(debtRef: string): Promise<StoredDebt | undefined>;
  /** `CONFLICT`: somebody was faster; `ERASED`: the reader has no keys any more. */
  save(
    debtRef: string,
    next: KeptDebt & { readonly version: number | undefined; readonly title?: NewTitle },
  ): Promise<'SAVED' | 'CONFLICT' | 'ERASED'>;
  /** Keyed hash of an event id. */
  fingerprint(eventId: string): Promise<string>;
}

/** What is still owed. */
export interface OpenDebt {
  readonly claim: Claim;
  readonly titleRef?: string;
}

export interface OpenDebts {
  ofCommune(commune: string): Promise<OpenDebt[]>;
  ofReader(subjectRef: string): Promise<OpenDebt[]>;
  /** Without opening anything: since and until when each holds back an erasure. */
  blocking(subjectRef: string): Promise<{ isTitled: boolean; since: string; until: string }[]>;
}

/** The intermediate archive (RET-22): opens without any key of a reader. */
export interface TitleArchive {
  ofCommune(commune: string): Promise<KeptTitle[]>;
  byRef(commune: string, titleRef: string): Promise<KeptTitle[]>;
  ofReader(subjectRef: string): Promise<KeptTitle[]>;
}

export interface KeptTitle {
  readonly record: TitleRecord;
  readonly commune: string;
  /** Local date, last day on which it is kept. */
  readonly keptUntil: string;
  readonly subjectRef?: string;
}

/** Who owes, as the directory has it at this moment. */
export interface Debtors {
  of(reader: Subject): Promise<{ debtor: Debtor; subjectRef?: string } | undefined>;
}
