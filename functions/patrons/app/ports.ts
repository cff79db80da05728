import type { ChangeEvent } from '#core/events.ts';
import type { Located, Patron } from '../domain/patron.ts';

export interface Untold {
  readonly subjectRef: string;
  readonly commune: string;
  /** Local date. */
  readonly tellBy: string;
  readonly filedOn?: string | undefined;
}

export interface Birthday {
  readonly subjectRef: string;
  /** Local date. */
  readonly day: string;
}

/** The directory of readers. Every read is strongly consistent. */
/** A reader with the local date, in their commune, on which somebody must look at them. */
export interface Watched {
  readonly subjectRef: string;
  readonly commune: string;
  readonly on: string;
}

export interface Directory {
  locate(patronRef: string): Promise<Located | undefined>;
  locateMany(patronRefs: readonly string[]): Promise<Map<string, Located>>;
  /** Nothing when erased. */
  read(subjectRef: string): Promise<Patron | undefined>;
  readMany(subjectRefs: readonly string[]): Promise<Map<string, Patron>>;
  /** Each minor who comes of age on one of these local dates (`2027-06-10`). */
  comingOfAgeOn(days: readonly string[]): Promise<Birthday[]>;
  /** Each child whose fifteenth birthday, as far as it is known, is on one of these local dates. */
  turningFifteenOn(days: readonly string[]): Promise<Birthday[]>;
  /** Who must still be told, in all communes, at the latest by `until` (GOV-14). Soon consistent. */
  untold(until?: string): Promise<Untold[]>;
  /** Tells the other plugins, once for each reader and name. */
  announceOnce(event: ChangeEvent, name: string): Promise<boolean>;
  /** Readers at whom somebody must look by this local date (RET-09). */
  toLookAt(day: string): Promise<Watched[]>;
  /** The `subjectRef` of each living minor whose guardian is this one; who comes of age leaves in the night. */
  wardsOf(patronRef: string): Promise<string[]>;
  /** Readers of all communes with these names and this year of birth (`personOf`). */
  namesakes(person: readonly string[]): Promise<string[]>;
  /** Readers of a commune of whom something is to be corrected (DAT-07). */
  withProblems(commune: string): Promise<string[]>;
  byMobile(mobile: string): Promise<Located[]>;
  /** `false` when somebody registered the same ref meanwhile. */
  create(patron: Patron, audit: ChangeEvent): Promise<boolean>;
  /** Replaces what was read at `patron.version`; `false` when somebody was faster. */
  replace(patron: Patron, audit: ChangeEvent): Promise<boolean>;
  /** The same without the locator: what we ourselves change in a record; recorded only if there is an event. */
  file(patron: Patron, event?: ChangeEvent): Promise<boolean>;
  /** Rows of an import that were refused, and those that were taken: a row that was corrected is forgotten (DAT-07). */
  noteRejections(
    commune: string,
    rows: {
      readonly rejected: readonly { readonly patronRef: string; readonly codes: string[] }[];
      readonly accepted: readonly string[];
    },
  ): Promise<void>;
  /** What is wrong with each row of a commune that is refused, by row. */
  rejections(commune: string): Promise<string[][]>;
  /** NOT-15. */
  markInvalid(subjectRef: string, channel: 'EMAIL' | 'SMS'): Promise<void>;
  /** GOV-10: a staff read of a named person. */
  recordRead(audit: ChangeEvent): Promise<void>;
}

/** `consent.notices`, as far as an enrolment needs it. */
export interface CurrentNotices {
  /** Id → latest version; an id that no notice has is absent. */
  versions(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
