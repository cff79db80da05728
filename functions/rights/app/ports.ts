import type { ChangeEvent } from '#core/events.ts';
import type { Tombstone } from '#core/vault/tombstones.ts';
import type { RightsCase } from '../domain/case.ts';

export interface Cases {
  find(id: string): Promise<RightsCase | undefined>;
  /** The case, its event and so its audit record in one transaction; `false` when somebody was faster. */
  save(theCase: RightsCase, event: ChangeEvent): Promise<boolean>;
  /** Cases of a reader that are not over, oldest first. */
  openOf(subjectRef: string): Promise<RightsCase[]>;
  /** Cases of all communes that wait for something, oldest first. */
  waiting(): Promise<RightsCase[]>;
}

/** `patrons.contact`, as far as a case needs it. */
export interface People {
  locate(
    patronRef: string,
  ): Promise<{ subjectRef: string; commune: string; isErased: boolean } | undefined>;
}

/** What the recipients of an erasure need to know, for as long as they need it (Art. 19). */
export interface Recipients {
  /** The case with the reader's ref, sealed, as long as it is known. */
  sealRef(theCase: RightsCase): Promise<RightsCase>;
  /** The same, saved, before the identity goes; a second call keeps the first. */
  keepRef(theCase: RightsCase): Promise<RightsCase>;
  /** The ref by which the library system knows an erased reader; nothing once it has answered. */
  refOf(caseId: string): Promise<string | undefined>;
  /** Notes the answer of a recipient and destroys the last key of the reader. Twice is once. */
  acknowledge(
    caseId: string,
    answer: { recipient: string; state: 'ACKED' | 'IMPOSSIBLE' },
  ): Promise<void>;
}

/** Who was erased and may come back with a backup (`#core/vault/tombstones.ts`). */
export interface Stones {
  pages(): AsyncIterable<Tombstone[]>;
}

/** `governance.closing`: what readers may have refused is closed until it is signed again. */
export interface Closing {
  close(args: { reason: string; actor: string }): Promise<number>;
}
