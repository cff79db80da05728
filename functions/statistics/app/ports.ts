import type { Place } from '../domain/act.ts';
import type { Figures } from '../domain/month.ts';

/** A month that is over and was counted. Without figures: nothing had been done in it, as far as was known then. */
export interface ClosedMonth extends Place {
  readonly figures?: Figures | undefined;
}

export interface Months {
  /** Of one commune, between two months, both included; oldest first. */
  list(commune: string, span: { from: string; to: string }): Promise<ClosedMonth[]>;
  /** Of all communes, in one query. */
  all(): Promise<ClosedMonth[]>;
  /** One write. A month that has figures keeps them, whoever counts again. */
  close(month: ClosedMonth): Promise<void>;
}
