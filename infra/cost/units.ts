import { operations, type OperationId } from './mix.ts';

/** What one operation uses, with everything that follows from it: outbox, queues, sending. */
export interface Units {
  readonly read: number;
  readonly write: number;
  readonly requests: number;
  readonly invocations: number;
  readonly kms: number;
  readonly queue: number;
  /** Calls of any service, for the time that functions wait. */
  readonly calls: number;
  readonly logBytes: number;
}
export type Measured = Readonly<Record<OperationId, Units>>;

export const noUnits: Units = {
  read: 0,
  write: 0,
  requests: 0,
  invocations: 0,
  kms: 0,
  queue: 0,
  calls: 0,
  logBytes: 0,
};

/** What was not measured counts as nothing. */
export const measuredOf = (measured: Partial<Measured>): Measured =>
  Object.fromEntries(operations.map((id) => [id, measured[id] ?? noUnits])) as Measured;
