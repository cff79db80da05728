import type { RetentionRun, RunName } from '../domain/run.ts';

export interface Runs {
  /** `false` when that run is on record already. A line is replaced by one that left less behind or counted more. */
  record(name: RunName, line: RetentionRun): Promise<boolean>;
  find(name: RunName): Promise<RetentionRun | undefined>;
  /** Newest first, those of the given communes, after `cursor`. */
  list(page: {
    communes: readonly string[];
    limit: number;
    cursor?: string;
  }): Promise<{ items: RetentionRun[]; cursor?: string }>;
}
