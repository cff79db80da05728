import middy from '@middy/core';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import httpSecurityHeaders from '@middy/http-security-headers';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Temporal } from 'temporal-polyfill';
import type { Caller } from '../caller.ts';
import type { Handler } from '../entry.ts';
import { errorFields } from '../log.ts';
import { clientPath, type PluginManifest, type RouteSpec } from '../manifest.ts';
import { notFound, roleMayNot, unavailable, type Problem } from '../problem.ts';
import { fail, type Result } from '../result.ts';
import type { Runtime } from '../runtime.ts';
import { localeOf } from '../text.ts';
import { pageOf } from './page.ts';
import { problemResponse, replyResponse } from './response.ts';
import type { Idempotency } from './idempotency.ts';
import { mayCall, readCaller, readRequest } from './request.ts';
import type { ClientGate, Operation, Operations } from './types.ts';

type Event = APIGatewayProxyEventV2;
type Response = APIGatewayProxyStructuredResultV2;

/**
 * The HTTP function of a plugin: the routes that its manifest gives to `function`, one operation each.
 * Order: headers → caller → permission → parameters, query, body → idempotency → operation → answer.
 */
export function httpFunction<
  const M extends PluginManifest,
  const F extends keyof M['functions'] & string,
>(
  runtime: Runtime,
  args: {
    manifest: M;
    function: F;
    operations: Operations<M, F>;
    idempotency?: Idempotency;
    /** Without it, the routes that the manifest opens to clients are not served to them. */
    clients?: ClientGate;
    /** Keeps a record of callers whose role may not (GOV-10); the others are counted in the log, without a name. */
    recordRefusal?: RecordRefusal;
  },
): Handler {
  const served = servedRoutes(args);
  return (
    middy()
      .use(httpHeaderNormalizer())
      // The policy of content is the answer's own (response.ts): a page has forms, JSON has nothing.
      .use(httpSecurityHeaders({ contentSecurityPolicy: false }))
      .use({ onError: ({ event, error }: Failure) => failed(runtime, event, error) })
      .handler((event: Event) => serve(runtime, { ...args, served }, event))
  );
}

/** What middy hands to an error hook, as far as we look. */
interface Failure {
  readonly event: Event;
  readonly error: Error | null;
}

interface Served {
  readonly route: RouteSpec;
  readonly operation: Operation;
  /** Who knows the callers of this address; the identity provider when absent. */
  readonly gate?: ClientGate | undefined;
}

function servedRoutes(args: {
  manifest: PluginManifest;
  function: string;
  operations: object;
  clients?: ClientGate;
}): Map<string, Served> {
  const operations = args.operations as Record<string, Operation>;
  return new Map(
    Object.entries(args.manifest.routes ?? {}).flatMap(([name, route]) => {
      const operation = operations[name];
      if (route.function !== args.function || !operation) return [];
      const served: [string, Served] = [`${route.method} ${route.path}`, { route, operation }];
      if (!route.clients || !args.clients) return [served];
      const gate = args.clients;
      return [served, [`${route.method} ${clientPath(route.path)}`, { route, operation, gate }]];
    }),
  );
}

type RecordRefusal = (caller: Caller, now: Temporal.Instant) => Promise<void>;

interface Serving {
  readonly served: ReadonlyMap<string, Served>;
  readonly idempotency?: Idempotency | undefined;
  readonly recordRefusal?: RecordRefusal | undefined;
}

async function serve(
  runtime: Runtime,
  { served, idempotency, recordRefusal }: Serving,
  event: Event,
): Promise<Response> {
  const refuse = (problem: Problem) => refused(runtime, event, problem);
  const found = served.get(event.routeKey);
  if (!found) return refuse(notFound);
  const caller = await admitted(runtime, { found, recordRefusal }, event);
  if (!caller.ok) return refuse(caller.problem);
  const request = readRequest(runtime, { route: found.route, caller: caller.value }, event);
  if (!request.ok) return refuse(request.problem);
  const execute = async () => {
    const reply = await found.operation(request.value);
    if (!reply.ok) return refuse(reply.problem);
    return replyResponse(
      found.route.list ? pageOf(reply.value, event.queryStringParameters ?? {}) : reply.value,
    );
  };
  const key = found.route.idempotencyKey ? event.headers['idempotency-key'] : undefined;
  if (!key || !idempotency) return execute();
  const scope = `${request.value.caller.sub} ${event.requestContext.http.method} ${event.rawPath}`;
  const answer = await idempotency.run({ key, scope, body: event.body ?? '' }, execute);
  return answer.ok ? answer.value : refuse(answer.problem);
}

/** The caller, with a role of the route. */
async function admitted(
  runtime: Runtime,
  { found, recordRefusal }: Pick<Serving, 'recordRefusal'> & { found: Served },
  event: Event,
): Promise<Result<Caller>> {
  const caller = await readCaller(runtime, found, event);
  if (!caller.ok || mayCall(found.route, caller.value)) return caller;
  await recordRefusal?.(caller.value, runtime.clock.now());
  return fail(roleMayNot);
}

function refused(runtime: Runtime, event: Event, problem: Problem): Response {
  runtime.log.info('ACCESS_REFUSED', {
    operation: event.routeKey,
    status: problem.status,
    code: problem.code,
    ...(problem.rule && { rule: problem.rule }),
  });
  return problemResponse(problem, localeOf(event.headers['accept-language']), instanceOf(event));
}

/** An exception is a bug or a service that is down: the caller learns neither its message nor its stack. */
function failed(runtime: Runtime, event: Event, error: unknown): Response {
  runtime.log.error('REQUEST_FAILED', { operation: event.routeKey, ...errorFields(error) });
  return problemResponse(
    unavailable,
    localeOf(event.headers['accept-language']),
    instanceOf(event),
  );
}

/** Names this answer without naming a person: the id of the request, not its path. */
const instanceOf = (event: Event) => `urn:discretion:request:${event.requestContext.requestId}`;
