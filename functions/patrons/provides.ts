import type { Runtime } from '#core/runtime.ts';
import { createDirectory } from './adapters/directory.ts';
import type { ReadWith } from './adapters/read-with.ts';
import { makeReaderClocks, type ReaderClocks } from './app/reader-clocks.ts';
import type { Located, Patron } from './domain/patron.ts';

export type { Watched } from './app/ports.ts';
export type { ReaderClocks } from './app/reader-clocks.ts';
export type { Located, Patron } from './domain/patron.ts';

/** `patrons.contact`: who a reader is and how they may be reached. Read-only, strongly consistent. */
export interface People {
  /** Where a reader of the library system is kept, or that they were erased. */
  locate(patronRef: string): Promise<Located | undefined>;
  /** The same for many, keyed by `patronRef`. */
  locateMany(patronRefs: readonly string[]): Promise<Map<string, Located>>;
  /** Nothing when erased. */
  read(subjectRef: string): Promise<Patron | undefined>;
  /** Keyed by `subjectRef`. */
  readMany(subjectRefs: readonly string[]): Promise<Map<string, Patron>>;
  readonly readWith: ReadWith;
  /** Every reader who shares this number (a family). */
  byMobile(mobile: string): Promise<Located[]>;
}

export function createPeople(runtime: Runtime): People {
  return createDirectory(runtime);
}

/** `patrons.channels`: notes that a contact does not work (NOT-15). */
export function createChannelMarks(runtime: Runtime): {
  markInvalid(subjectRef: string, channel: 'EMAIL' | 'SMS'): Promise<void>;
} {
  return createDirectory(runtime);
}

/** `patrons.clock`. */
export function createReaderClocks(runtime: Runtime): ReaderClocks {
  return makeReaderClocks({ runtime, directory: createDirectory(runtime) });
}
