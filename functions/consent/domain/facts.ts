import type { Temporal } from 'temporal-polyfill';
import type { Birth } from '#core/age.ts';
import type { Channel, Consents } from './ledger.ts';

/** How a person may be reached, and what is known not to work. */
export interface Contact {
  /** Whose record this is, when they are a reader. */
  readonly subjectRef?: string;
  readonly email?: string | undefined;
  readonly mobile?: string | undefined;
  readonly landline?: string | undefined;
  readonly address?:
    | {
        readonly lines: readonly string[];
        readonly city?: string | undefined;
        readonly postCode?: string | undefined;
      }
    | undefined;
  readonly invalidChannels: readonly Channel[];
}

export interface Reader extends Contact {
  readonly subjectRef: string;
  readonly commune: string;
  readonly state: 'ACTIVE' | 'RESTRICTED' | 'DECEASED';
  readonly quarantined: boolean;
  readonly birth: Birth;
  readonly informed: readonly {
    readonly purpose: string;
    readonly by: string;
    readonly on: string;
  }[];
}

/** All that the gate looks at: about the reader, their commune, their choices. Read consistently, just now. */
export interface Facts {
  /** Absent when the reader is erased. */
  readonly reader?: Reader | undefined;
  readonly guardian?: Contact | undefined;
  readonly consents: Consents;
  readonly commune?: { readonly hasDpo: boolean; readonly zone: string } | undefined;
  /** CAM-11: the reserve periods of the elections in which the commune votes, local dates, both ends included. */
  readonly reserves?: readonly { readonly from: string; readonly to: string }[] | undefined;
  /** GOV-04: last day of the longest contract with a provider of this channel; absent when it needs none. */
  readonly vendorUntil?: string | undefined;
  /** Last local date on which the purpose is open to this request in the commune (CAM-02, CAM-03, GOV-01, GOV-08). */
  readonly signedUntil?: string | undefined;
  /** What is on the suppression list, by address or number (RET-18). */
  readonly suppressed: ReadonlyMap<string, Suppression>;
  readonly smsWindow: { readonly from: string; readonly to: string };
}

export interface Suppression {
  /** Codes, or `*`. */
  readonly purposes: ReadonlySet<string>;
  /** ISO instant of the latest refusal. */
  readonly at: string;
}

export interface GateRequest {
  /** As asked: it may be a code that nobody knows (CAM-01). */
  readonly purpose: string;
  readonly channel: Channel;
  readonly at: Temporal.Instant;
  /** Communes in whose common name it is sent; their DPOs must agree (CAM-03). */
  readonly joint?: readonly string[] | undefined;
  /** A programme that existed before, neutral and at its usual pace, or approved by DPO and DGS (CAM-11). */
  readonly usual?: boolean;
  /** Same-day closures may leave at any hour (NOT-12). */
  readonly urgent?: boolean;
  /** The message asks for the consent itself, and who wanted it asked (double opt-in). */
  readonly asks?: 'READER' | 'STAFF' | undefined;
}

export type RecipientKind = 'PATRON' | 'GUARDIAN' | 'HOUSEHOLD';

export interface Recipient {
  readonly kind: RecipientKind;
  readonly contact: Contact;
}
