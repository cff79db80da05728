import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { notFound, unauthenticated, unavailable, type Problem } from '#core/problem.ts';
import type { Clock, IdSource } from '#core/runtime.ts';
import { localeOf } from '#core/text.ts';
import { limits, toGatewayEvent, toGatewayResponse, writeResponse } from './gateway.ts';
import type { Verify } from './identity.ts';
import type { Invoke, Outcome } from './invoke.ts';
import { refuse, type LocalRequest, type LocalRoutes, type Reply } from './reply.ts';
import type { RouteMatch, Router } from './routing.ts';

interface Front {
  readonly router: Router;
  /** Routes of the runtime itself. The inventory has no path under `/_local`. */
  readonly localRoutes: LocalRoutes;
  readonly verify: Verify;
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Called after each invocation. */
  readonly afterwards: () => void;
}

/** API Gateway on one machine: the same events, authorizer and limits in front of the same functions. */
export function createFront(front: Front): RequestListener {
  return (message, out) => {
    const requestId = front.ids.uuid();
    void answer(front, message, requestId)
      .catch(() => refuse(unavailable, { headers: {}, requestId }))
      .then((reply) => finish(out, message, reply));
  };
}

function finish(out: ServerResponse, message: IncomingMessage, reply: Reply): void {
  // The rest of a body that was refused for its size is not read.
  if (!message.complete) out.setHeader('connection', 'close');
  writeResponse(out, reply);
}

async function answer(front: Front, message: IncomingMessage, requestId: string): Promise<Reply> {
  const [path = '/', query = ''] = (message.url ?? '/').split(/\?(.*)/su);
  const headers = Object.fromEntries(
    Object.entries(message.headersDistinct).map(([name, values]) => [name, values?.join(',')]),
  );
  const body = await readBody(message);
  if (!body) return refuse(tooLarge, { headers, requestId });
  const key = `${message.method} ${path}`;
  const local = Object.hasOwn(front.localRoutes, key) ? front.localRoutes[key] : undefined;
  const request: LocalRequest = {
    query: new URLSearchParams(query),
    headers,
    body,
    locale: localeOf(headers['accept-language']),
    requestId,
  };
  if (local) return local(request);
  const match = front.router(message.method ?? 'GET', path);
  return match ? callFunction(front, { message, match, request }) : refuse(notFound, request);
}

async function callFunction(
  front: Front,
  {
    message,
    match,
    request,
  }: { message: IncomingMessage; match: RouteMatch; request: LocalRequest },
): Promise<Reply> {
  const { requestId, body } = request;
  const { permission, byClient, target } = match.route;
  const isOpen = permission === 'PUBLIC' || byClient === true;
  const claims = isOpen
    ? undefined
    : await verified(front.verify, request.headers['authorization']);
  if (!isOpen && !claims) return refuse(unauthenticated, request);
  const now = front.clock.now();
  const event = toGatewayEvent({ message, match, body, requestId, now, ...(claims && { claims }) });
  const outcome = await front.invoke({
    target,
    event,
    requestId,
    patienceMs: limits.integrationMs,
  });
  front.afterwards();
  return replyOf(outcome, request);
}

async function verified(verify: Verify, authorization: string | undefined) {
  const token = /^Bearer\s+(?<token>\S+)$/iu.exec(authorization ?? '')?.groups?.['token'];
  return token === undefined ? undefined : verify(token);
}

/** What went wrong inside is in the log of the function, never in the answer. */
function replyOf(outcome: Outcome, request: LocalRequest): Reply {
  if (outcome.status === 'OK') return toGatewayResponse(outcome.value) ?? refuse(failed, request);
  const problems = { FAILED: failed, TIMEOUT: unavailable, TOO_LARGE: tooLarge };
  return refuse(problems[outcome.status], request);
}

const tooLarge: Problem = {
  status: 413,
  code: 'TOO_LARGE',
  title: { fr: 'Corps trop grand', en: 'Body too large' },
};

const failed: Problem = {
  status: 500,
  code: 'INTERNAL',
  title: { fr: 'Erreur interne', en: 'Internal error' },
};

/** The whole body, or nothing when it is larger than API Gateway takes. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  const stream: AsyncIterable<Buffer> = message.iterator({ destroyOnReturn: false });
  for await (const part of stream) {
    size += part.length;
    if (size > limits.bodyBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
