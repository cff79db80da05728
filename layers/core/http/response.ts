import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { FieldError, Problem } from '../problem.ts';
import type { Locale } from '../text.ts';
import type { Reply } from './types.ts';

/** What is no page loads, runs and frames nothing, should a browser ever show it. */
const closed = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
};

/** RFC 9457. Sentences in the reader's language; never internals, never personal data. */
export function problemResponse(
  problem: Problem,
  locale: Locale,
  instance: string,
): APIGatewayProxyStructuredResultV2 {
  const body = {
    type: `urn:discretion:problem:${problem.code.toLowerCase().replaceAll('_', '-')}`,
    title: problem.title[locale],
    status: problem.status,
    detail: (problem.detail ?? problem.title)[locale],
    code: problem.code,
    ...(problem.rule && { rule: problem.rule }),
    instance,
    ...(problem.errors && { errors: sayErrors(problem.errors, locale) }),
  };
  return {
    statusCode: problem.status,
    headers: {
      ...closed,
      'content-type': 'application/problem+json',
      'content-language': locale,
      ...(problem.retryAfterSeconds && { 'retry-after': String(problem.retryAfterSeconds) }),
    },
    body: JSON.stringify(body),
  };
}

/** Field errors in one language, for a problem or for the outcome of an item. */
export function sayErrors(errors: readonly FieldError[], locale: Locale) {
  return errors.map((error) => ({ ...error, message: error.message[locale] }));
}

export function replyResponse(reply: Reply): APIGatewayProxyStructuredResultV2 {
  const { status, body } = reply;
  const headers = {
    ...closed,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...reply.headers,
  };
  if (body === undefined) return { statusCode: status, headers };
  if (body instanceof Uint8Array) {
    return {
      statusCode: status,
      headers,
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    };
  }
  return {
    statusCode: status,
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}
