import type { Problem } from './problem.ts';

/** Outcome of an operation that may be refused. Refusals are values; exceptions are bugs. */
export type Result<T, E = Problem> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: E };

export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

export function fail<E>(problem: E): Result<never, E> {
  return { ok: false, problem };
}
