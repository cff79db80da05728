/** What is counted. Acts are counted as they happen: a return that is undone later was a return. */
export const acts = ['LOANS', 'RENEWALS', 'RETURNS', 'HOLDS'] as const;
export type Act = (typeof acts)[number];

/** A month of a commune: the only grain of time in this plugin (STA-02). */
export interface Place {
  readonly commune: string;
  /** `2026-11`, of the clock of the commune. */
  readonly month: string;
}
