import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { callerFrom, type Caller } from '../caller.ts';
import { claimsOfToken } from '../claims.ts';
import type { RouteSpec } from '../manifest.ts';
import { mappingOf } from '../network.ts';
import { unauthenticated, unreadable, type Problem } from '../problem.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Runtime } from '../runtime.ts';
import { Page } from '../schemas.ts';
import { localeOf } from '../text.ts';
import { parseInput, parseShape } from '../validation.ts';
import type { ClientGate, Request } from './types.ts';

/** Largest body accepted, bytes: 500 events or 500 readers fit easily. */
const maxBodyBytes = 1_000_000;

type Event = APIGatewayProxyEventV2;

/** From the event of API Gateway to a request that may be trusted, or to the problem that stops it. */
export function readRequest(
  runtime: Runtime,
  { route, caller }: { route: RouteSpec; caller: Caller },
  event: Event,
): Result<Request> {
  const parameters = parseInput(route.parameters ?? anything, event.pathParameters ?? {});
  if (!parameters.ok) return parameters;
  const query = parseInput(querySchema(route), event.queryStringParameters ?? {});
  if (!query.ok) return fail({ ...query.problem, status: 400, code: 'UNKNOWN_FILTER' });
  const body = route.body ? readBody(route.body, route, event) : ok(undefined);
  if (!body.ok) return body;
  return ok({
    caller,
    parameters: parameters.value,
    query: query.value,
    body: body.value,
    locale: localeOf(event.headers['accept-language']),
    now: runtime.clock.now(),
    headers: event.headers,
  });
}

const querySchema = (route: RouteSpec) => route.query ?? (route.list ? Page : nothing);

const anything = z.object({});
const nothing = z.strictObject({});

const anonymous: Caller = {
  sub: 'anonymous',
  network: '',
  communes: [],
  roles: [],
  guardianOf: [],
};

/** Who calls: by the verified token, or by the fixed header at the address of clients. */
export async function readCaller(
  runtime: Runtime,
  { route, gate }: { route: RouteSpec; gate?: ClientGate | undefined },
  event: Event,
): Promise<Result<Caller>> {
  if (route.permission === 'PUBLIC') return ok(anonymous);
  return gate ? gate.admit(event.headers['authorization']) : fromToken(runtime, event);
}

/** Whether one of the caller's roles is among those of the route. */
export const mayCall = ({ permission }: RouteSpec, { roles }: Caller): boolean =>
  permission === 'PUBLIC' || roles.some((role) => permission.includes(role));

function fromToken({ network }: Runtime, event: Event): Result<Caller> {
  const caller = callerFrom(claimsOf(event), mappingOf(network));
  return caller?.network === network.id ? ok(caller) : fail(unauthenticated);
}

/** The JWT authorizer of the gateway has verified signature, issuer, audience and dates. */
function claimsOf(event: Event): unknown {
  const context = Authorized.safeParse(event.requestContext);
  if (!context.success) return undefined;
  const { claims } = context.data.authorizer.jwt;
  return claimsOfToken(event.headers['authorization'], claims) ?? claims;
}

const Authorized = z.object({ authorizer: z.object({ jwt: z.object({ claims: z.unknown() }) }) });

function readBody(schema: z.ZodType, route: RouteSpec, event: Event): Result<unknown> {
  const accepted = route.accepts ?? 'application/json';
  const [type = ''] = (event.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== accepted) return fail(wrongType(accepted));
  const text = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString()
    : (event.body ?? '');
  if (Buffer.byteLength(text) > maxBodyBytes) return fail(tooLarge);
  if (accepted === 'application/x-www-form-urlencoded')
    return parseInput(schema, Object.fromEntries(new URLSearchParams(text)));
  const json = parseJson(text);
  return json.ok ? (route.perItem === true ? parseShape : parseInput)(schema, json.value) : json;
}

function parseJson(text: string): Result<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return fail(unreadable({ fr: 'Le corps n’est pas du JSON.', en: 'The body is not JSON.' }));
  }
}

const wrongType = (accepted: string): Problem => ({
  status: 415,
  code: 'UNSUPPORTED_TYPE',
  title: { fr: `Le corps doit être en ${accepted}`, en: `The body must be ${accepted}` },
});

const tooLarge: Problem = {
  status: 413,
  code: 'TOO_LARGE',
  title: { fr: 'Corps de plus de 1 Mo', en: 'Body larger than 1 MB' },
};
