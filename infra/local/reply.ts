import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { problemResponse } from '#core/http/response.ts';
import type { Problem } from '#core/problem.ts';
import { localeOf, type Locale } from '#core/text.ts';

/** The answers of the runtime itself have the shape of a function's answer. */
export type Reply = APIGatewayProxyStructuredResultV2;

export interface LocalRequest {
  readonly query: URLSearchParams;
  /** Lower-cased names, joined values. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  readonly locale: Locale;
  readonly requestId: string;
}

/** Routes of the runtime itself: `GET /_local/health`. */
export type LocalRoutes = Readonly<
  Record<string, (request: LocalRequest) => Promise<Reply> | Reply>
>;

export function json(value: unknown, statusCode = 200): Reply {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  };
}

export const noContent: Reply = { statusCode: 204 };

/** A page of the runtime. It loads nothing but its own files and runs no inline script. */
export function html(body: string): Reply {
  return {
    statusCode: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
    body,
  };
}

export function refuse(
  problem: Problem,
  request: Pick<LocalRequest, 'headers' | 'requestId'>,
): Reply {
  const answer = problemResponse(
    problem,
    localeOf(request.headers['accept-language']),
    `urn:discretion:request:${request.requestId}`,
  );
  // RFC 6750 §3: a refused token is told how to come back.
  return problem.status === 401
    ? { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer' } }
    : answer;
}
