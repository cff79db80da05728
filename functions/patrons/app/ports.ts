import type { ChangeEvent } from '#core/events.ts';
import type { Located, Patron } from '../domain/patron.ts';

/** The directory of readers. Every read is strongly consistent. */
export interface Directory {
  locate(patronRef: string): Promise<Located | undefined>;
  locateMany(patronRefs: readonly string[]): Promise<Map<string, Located>>;
  /** Nothing when erased. */
  read(subjectRef: string): Promise<Patron | undefined>;
  readMany(subjectRefs: readonly string[]): Promise<Map<string, Patron>>;
  /** The `subjectRef` of each minor who comes of age on this local date (`2027-06-10`). */
  comingOfAgeOn(day: string): Promise<string[]>;
  byMobile(mobile: string): Promise<Located[]>;
  /** `false` when somebody registered the same ref meanwhile. */
  create(patron: Patron, audit: ChangeEvent): Promise<boolean>;
  /** Replaces what was read at `patron.version`; `false` when somebody was faster. */
  replace(patron: Patron, audit: ChangeEvent): Promise<boolean>;
  /** NOT-15. */
  markInvalid(subjectRef: string, channel: 'EMAIL' | 'SMS'): Promise<void>;
  /** GOV-10: a staff read of a named person. */
  recordRead(audit: ChangeEvent): Promise<void>;
}
