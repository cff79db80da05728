import type { Temporal } from 'temporal-polyfill';
import type * as z from 'zod';
import type { IdentityTrace, SecurityTrace, TechnicalTrace } from '../domain/session.ts';

/** Where and on which local day a session began; `library` is the library's own id. */
export interface SessionPlace {
  readonly commune: string;
  readonly zone: string;
  readonly day: Temporal.PlainDate;
}

export interface NewSession {
  readonly technical: z.infer<typeof TechnicalTrace>;
  readonly security?: z.infer<typeof SecurityTrace>;
  readonly identity?: z.infer<typeof IdentityTrace>;
}

/** The door by which traces come in; there is none to look through (RET-19). */
export interface VaultDoor {
  /** What is past its own deadline already is not stored. `KNOWN`: this session is in there. */
  putIn(place: SessionPlace, session: NewSession): Promise<'STORED' | 'KNOWN'>;
}

/** What one requisition may ask for: one library, at most a day, one reader if it names one (DIS-02). */
export interface Window {
  readonly commune: string;
  readonly library: string;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  readonly subjectRef?: string;
}

export type Disclosed = NewSession;
