import type { ChangeEvent } from '#core/events.ts';
import type { NetworkSignoffs, Signoffs } from '../domain/signoff.ts';

/** The decisions of the DPOs, each commune under one version. Every read is strongly consistent. */
export interface SignoffStore {
  /** Seed and decisions of these communes. */
  readMany(communes: readonly string[]): Promise<NetworkSignoffs>;
  /** What was decided since the seed. */
  find(commune: string): Promise<{ version: number; signoffs: Signoffs }>;
  /** The decisions and the event in one transaction; `false` when another was faster. */
  save(change: {
    commune: string;
    version: number;
    signoffs: Signoffs;
    event: ChangeEvent;
  }): Promise<boolean>;
}
