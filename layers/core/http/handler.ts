import middy from '@middy/core';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import httpSecurityHeaders from '@middy/http-security-headers';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Handler } from '../entry.ts';
import { errorFields } from '../log.ts';
import type { PluginManifest, RouteSpec } from '../manifest.ts';
import { notFound, unavailable, type Problem } from '../problem.ts';
import type { Runtime } from '../runtime.ts';
import { localeOf } from '../text.ts';
import { pageOf } from './page.ts';
import { problemResponse, replyResponse } from './response.ts';
import type { Idempotency } from './idempotency.ts';
import { readRequest } from './request.ts';
import type { Operation, Operations } from './types.ts';

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
  args: { manifest: M; function: F; operations: Operations<M, F>; idempotency?: Idempotency },
): Handler {
  const served = servedRoutes(args);
  return (
    middy<Event, Response>()
      .use(httpHeaderNormalizer())
      // The policy of content is the answer's own (response.ts): a page has forms, JSON has nothing.
      .use(httpSecurityHeaders({ contentSecurityPolicy: false }))
      .use({
        onError: (request) => failed(runtime, request.event, request.error),
      })
      .handler((event) => serve(runtime, served, args.idempotency, event)) as unknown as Handler
  );
}

interface Served {
  readonly route: RouteSpec;
  readonly operation: Operation;
}

function servedRoutes(args: {
  manifest: PluginManifest;
  function: string;
  operations: object;
}): Map<string, Served> {
  const operations = args.operations as Record<string, Operation>;
  return new Map(
    Object.entries(args.manifest.routes ?? {}).flatMap(([name, route]) => {
      const operation = operations[name];
      return route.function === args.function && operation
        ? [[`${route.method} ${route.path}`, { route, operation }]]
        : [];
    }),
  );
}

async function serve(
  runtime: Runtime,
  served: Map<string, Served>,
  idempotency: Idempotency | undefined,
  event: Event,
): Promise<Response> {
  const refuse = (problem: Problem) => refused(runtime, event, problem);
  const found = served.get(event.routeKey);
  if (!found) return refuse(notFound);
  const request = readRequest(runtime, found.route, event);
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
