import type { ChangeEvent } from '#core/events.ts';
import type { RightsCase } from '../domain/case.ts';

export interface Cases {
  find(id: string): Promise<RightsCase | undefined>;
  /** The case, its event and so its audit record in one transaction; `false` when somebody was faster. */
  save(theCase: RightsCase, event: ChangeEvent): Promise<boolean>;
  /** Cases of a commune that wait for something, oldest first. */
  waiting(commune: string): Promise<RightsCase[]>;
}

/** `patrons.contact`, as far as a case needs it. */
export interface People {
  locate(
    patronRef: string,
  ): Promise<{ subjectRef: string; commune: string; isErased: boolean } | undefined>;
}
