import type { Temporal } from 'temporal-polyfill';

/** The snapshot of one library at one instant, which arrives in pages. */
export interface SnapshotId {
  readonly library: string;
  readonly at: Temporal.Instant;
}

export interface Snapshots {
  /** Keeps the hashed refs of one page, for two days; twice is as once. */
  keep(snapshot: SnapshotId, names: readonly string[]): Promise<void>;
  /** All that its pages said. Strongly consistent. */
  said(snapshot: SnapshotId): Promise<ReadonlySet<string>>;
}
