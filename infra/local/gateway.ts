import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { by } from '../inventory/merge.ts';
import { account } from './aws/account.ts';
import type { RouteMatch } from './routing.ts';

/** Limits of API Gateway HTTP APIs and of a synchronous Lambda invocation, bytes and milliseconds. */
export const limits = {
  headerBytes: 10_240,
  bodyBytes: 10 * 1024 * 1024,
  payloadBytes: 6 * 1024 * 1024,
  integrationMs: 30_000,
} as const;

export interface GatewayRequest {
  readonly message: Pick<
    IncomingMessage,
    'method' | 'url' | 'headersDistinct' | 'httpVersion' | 'socket'
  >;
  readonly match: RouteMatch;
  readonly body: Buffer;
  /** Verified claims; absent on a public route. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly now: Temporal.Instant;
}

/** An event as API Gateway sends it to a Lambda, payload format 2.0. */
export function toGatewayEvent(request: GatewayRequest): APIGatewayProxyEventV2 {
  const { message, match, claims } = request;
  const [rawPath = '/', rawQueryString = ''] = (message.url ?? '/').split(/\?(.*)/su);
  const { cookie, ...headers } = message.headersDistinct;
  const query = joinQuery(rawQueryString);
  const routeKey = `${match.route.method} ${match.route.path}`;
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookie && { cookies: cookie.flatMap((line) => line.split(/;\s*/u)) }),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, values]) => [name, values?.join(',') ?? '']),
    ),
    ...(query && { queryStringParameters: query }),
    ...(Object.keys(match.pathParameters).length > 0 && {
      pathParameters: { ...match.pathParameters },
    }),
    requestContext: {
      ...requestContext(request, { rawPath, routeKey }),
      ...(claims && {
        authorizer: { jwt: { claims: flattenClaims(claims), scopes: scopesOf(claims) } },
      }),
    },
    ...encodeBody(request.body, headers['content-type']?.join(',') ?? ''),
  };
}

function requestContext(
  { message, requestId, now }: GatewayRequest,
  at: { rawPath: string; routeKey: string },
) {
  const host = message.headersDistinct['host']?.[0] ?? 'localhost';
  return {
    accountId: account,
    apiId: 'local',
    domainName: host,
    domainPrefix: host.split('.')[0] ?? host,
    http: {
      method: message.method ?? 'GET',
      path: at.rawPath,
      protocol: `HTTP/${message.httpVersion}`,
      sourceIp: message.socket.remoteAddress ?? '127.0.0.1',
      userAgent: message.headersDistinct['user-agent']?.join(',') ?? '',
    },
    requestId,
    routeKey: at.routeKey,
    stage: '$default',
    time: commonLogTime(now),
    timeEpoch: now.epochMilliseconds,
  };
}

/** `23/Nov/2026:08:00:00 +0000` */
function commonLogTime(now: Temporal.Instant): string {
  // `Mon, 23 Nov 2026 08:00:00 GMT`
  const [, day, month, year, time] = new Date(now.epochMilliseconds).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

/** Repeated parameters are joined with commas. */
function joinQuery(raw: string): Record<string, string> | undefined {
  if (raw === '') return undefined;
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(raw)) {
    joined[name] = joined[name] === undefined ? value : `${joined[name]},${value}`;
  }
  return joined;
}

/** The authorizer of an HTTP API hands every claim over as a string: a list as `[a b]`, an object as `map[a:1 b:2]`. */
export function flattenClaims(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, flatten(value)]));
}

function flatten(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flatten).join(' ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).toSorted(by(([name]) => name));
    return `map[${fields.map(([name, one]) => `${name}:${flatten(one)}`).join(' ')}]`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const scopesOf = ({ scope }: Readonly<Record<string, unknown>>): string[] =>
  typeof scope === 'string' && scope !== '' ? scope.split(' ') : [];

const textual = /^(?:text\/|application\/(?:json|xml|javascript|[\w.-]+\+(?:json|xml)))/iu;

/** HTTP APIs hand over text and JSON as they are and everything else, HTML forms included, in base64. */
function encodeBody(
  body: Buffer,
  contentType: string,
): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = textual.test(contentType);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

const Structured = z.looseObject({
  statusCode: z.int().min(200).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  cookies: z.array(z.string()).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

/** What API Gateway makes of a function's return value; one without `statusCode` is the JSON body of a 200. */
export function toGatewayResponse(value: unknown): APIGatewayProxyStructuredResultV2 | undefined {
  if (typeof value === 'object' && value !== null && 'statusCode' in value) {
    const { statusCode, headers, cookies, body, isBase64Encoded } =
      Structured.safeParse(value).data ?? {};
    return statusCode === undefined
      ? undefined
      : {
          statusCode,
          headers: headers ?? {},
          ...(cookies && { cookies }),
          ...(body !== undefined && { body }),
          isBase64Encoded: isBase64Encoded ?? false,
        };
  }
  const body = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
}

export function writeResponse(
  out: ServerResponse,
  answer: APIGatewayProxyStructuredResultV2,
): void {
  out.statusCode = answer.statusCode ?? 200;
  for (const [name, value] of Object.entries(answer.headers ?? {}))
    out.setHeader(name, String(value));
  if (answer.cookies?.length) out.setHeader('set-cookie', answer.cookies);
  out.end(answer.isBase64Encoded ? Buffer.from(answer.body ?? '', 'base64') : (answer.body ?? ''));
}
