import type { Temporal } from 'temporal-polyfill';
import type { Log } from './log.ts';
import type { Network } from './network.ts';

export interface Clock {
  now(): Temporal.Instant;
}

export interface IdSource {
  /** Monotonic and time-ordered: sort keys only, never shown as the id of a person. */
  ulid(): string;
  /** Random: anything public. */
  uuid(): string;
}

/**
 * All that a function receives from outside. The cloud entry and the local runtime each make one;
 * nothing else reads the clock, the environment or randomness.
 */
export interface Runtime {
  readonly network: Network;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Cryptographically random bytes. */
  randomBytes(length: number): Uint8Array;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Called with each AWS SDK client made; the local runtime counts capacity and enforces grants there. */
  instrument<C>(client: C): C;
  /** A named point at which the local runtime can be told to crash (`POST /_local/crash`). */
  reached(point: string): void;
}

/** Name under which the environment carries the physical name of a table. */
export function tableVariable(table: string): string {
  return `TABLE_${table.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, '_').toUpperCase()}`;
}

/** Reads a variable that the inventory promised to set. Its absence is a deployment bug. */
export function variable(runtime: Runtime, name: string): string {
  const value = runtime.environment[name];
  if (!value) throw new Error(`environment variable ${name} is not set`);
  return value;
}
