import type { Runtime } from './runtime.ts';

/** What AWS tells a function about this invocation; the little of it that we use. */
export interface InvocationContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export type Handler = (event: unknown, context: InvocationContext) => Promise<unknown>;

/**
 * The shape of every `handlers/*.ts`: `export const create: Create = (runtime) => …`.
 * The inventory writes the wrapper that calls it (`infra/inventory/compose.ts`), so no handler file
 * reads the environment or is imported by another plugin.
 */
export type Create<C = never> = (runtime: Runtime, contributions: readonly C[]) => Handler;

/** The shape of a contribution file: `export const contribute: Contribute<SweepStep> = (runtime) => …`. */
export type Contribute<C> = (runtime: Runtime) => C;
