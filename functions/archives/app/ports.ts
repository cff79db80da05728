import type { Temporal } from 'temporal-polyfill';
import type { Subject } from '#core/vault/subject-keys.ts';

/** A place whose archives are counted together, by the commune that keeps them. */
export interface Site {
  readonly commune: string;
  readonly code: string;
}

export interface Consultation {
  readonly site: Site;
  readonly at: Temporal.Instant;
  readonly patronRef: string;
  readonly documentRef: string;
}

export interface Consultations {
  /** The latest inventory known of a site. Strongly consistent. */
  lastInventory(site: Site): Promise<Temporal.Instant | undefined>;
  /** Puts on the calendar that what was consulted before leaves that night; `false` when a later one is known. */
  noteInventory(site: Site, at: Temporal.Instant): Promise<boolean>;
  /** Sealed and on the calendar of the tenth year. The id of the event makes it one. */
  add(
    consultation: Consultation,
    by: { readonly reader: Subject; readonly eventId: string },
  ): Promise<'ADDED' | 'KNOWN' | 'ERASED'>;
  /** What can still be opened of a reader, whether or not it is due. */
  ofReader(subjectRef: string): Promise<Consultation[]>;
}
