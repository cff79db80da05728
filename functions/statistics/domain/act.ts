/** What is counted. Acts are counted as they happen: a return that is undone later was a return. */
export const acts = ['LOANS', 'RENEWALS', 'RETURNS', 'HOLDS'] as const;
export type Act = (typeof acts)[number];

/** A month of a commune: the only grain of time in this plugin (STA-02). */
export interface Place {
  readonly commune: string;
  /** `2026-11`, of the clock of the commune. */
  readonly month: string;
}

/** Something that a library did, as the plugin that applied it says it. */
export interface Counted extends Place {
  readonly library: string;
  readonly act: Act;
  /** One of 32 that its reader shares with many, another in every month; absent when nobody knew whose it was. */
  readonly slot?: number | undefined;
}
