import type { Temporal } from 'temporal-polyfill';
import type * as z from 'zod';
import type { Caller } from '../caller.ts';
import type { PluginManifest, RouteSpec } from '../manifest.ts';
import type { Result } from '../result.ts';
import type { Locale } from '../text.ts';

/** A request that has passed authentication, permission and its schemas. */
export interface Request<Parameters = unknown, Query = unknown, Body = unknown> {
  readonly caller: Caller;
  readonly parameters: Parameters;
  readonly query: Query;
  readonly body: Body;
  readonly locale: Locale;
  readonly now: Temporal.Instant;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Knows the caller by a fixed header (`clients.gate`), for the routes that a manifest opens to clients. */
export interface ClientGate {
  admit(authorization: string | undefined): Promise<Result<Caller>>;
}

export interface Reply {
  readonly status: number;
  /** JSON; a string or bytes go out as they are, with their own `content-type` header. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Operation<R = Request> = (request: R) => Promise<Result<Reply>>;

type OutputOf<S> = S extends z.ZodType ? z.output<S> : undefined;

type RequestOf<R extends RouteSpec> = Request<
  OutputOf<R['parameters']>,
  OutputOf<R['query']>,
  OutputOf<R['body']>
>;

/** One operation for each route that the manifest gives to this function, with the types of its schemas. */
export type Operations<M extends PluginManifest, F extends string> = {
  readonly [
    K in keyof M['routes'] as M['routes'][K] extends { function: F } ? K : never
  ]: M['routes'][K] extends RouteSpec ? Operation<RequestOf<M['routes'][K]>> : never;
};
