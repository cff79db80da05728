import { buffer } from 'node:stream/consumers';
import type { IncomingMessage, RequestListener } from 'node:http';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { notFound } from '#core/problem.ts';
import { writeResponse } from '../local/gateway.ts';
import { TokenRequest, type Identity } from '../local/identity.ts';
import { identityRoutes } from '../local/oauth.ts';
import { json, noContent, refuse, type LocalRoutes, type Reply } from '../local/reply.ts';
import type { Cloud } from './cloud.ts';
import type { Deployed } from './deploy.ts';
import { readOutbox, replyBySms, searchCloud } from './outside.ts';
import type { StoryClock } from './story-clock.ts';

interface Front {
  readonly cloud: Cloud;
  readonly deployed: Deployed;
  readonly identity: Identity;
  readonly clock: StoryClock;
  /** Ids of the functions that a schedule starts. */
  readonly scheduled: readonly string[];
}

const ClockRequest = z.object({ now: z.string() });

/**
 * The deployed API as `npm run demo` knows a network: everything goes to API Gateway, but the words of `/_local`,
 * which AWS does not know, become what they mean here.
 */
export function controlRoutes({ cloud, deployed, identity, clock, scheduled }: Front): LocalRoutes {
  const now = () => clock.now().toString({ timeZone: 'Europe/Paris' });
  return {
    'GET /_local/health': () => json({ ready: true, engine: 'ministack' }),
    'GET /_local/clock': () => json({ now: now() }),
    'POST /_local/clock': async ({ body }) => {
      const target = Temporal.Instant.from(ClockRequest.parse(parse(body)).now);
      clock.set(target);
      // What EventBridge would have started on the way, once each: every run looks at all that is due.
      for (const id of scheduled) await cloud.invoke(id, { schedule: id, at: target.toString() });
      clock.set(target);
      return json({ now: now() });
    },
    'POST /_local/token': async ({ body }) =>
      json({ access_token: await identity.issue(TokenRequest.parse(parse(body))) }),
    'GET /_local/outbox': async ({ query }) => {
      const to = query.get('to');
      const taken = await readOutbox(cloud.endpoint);
      return json({ items: taken.filter((one) => !to || [one.to].flat().includes(to)) });
    },
    'DELETE /_local/outbox': () => noContent,
    'POST /_local/inbound-sms': async ({ body }) => {
      await replyBySms(cloud, deployed.inboundSmsTopicArn, parse(body));
      return noContent;
    },
    'GET /_local/raw': async ({ query }) =>
      json(await searchCloud(cloud, z.string().min(1).parse(query.get('contains')))),
  };
}

const parse = (body: Buffer): unknown => JSON.parse(body.toString('utf8'));

/** @param open what is served before anything is deployed: the identity provider */
export function createFront(open: Identity, deployed: () => Front | undefined): RequestListener {
  const provider = identityRoutes(open);
  return (message, out) => {
    const front = deployed();
    const routes = { ...provider, ...(front && controlRoutes(front)) };
    void answer(message, routes, () => front?.deployed.apiUrl)
      .catch((error: unknown) => json({ code: 'PROOF', detail: String(error) }, 500))
      .then((reply) => writeResponse(out, reply));
  };
}

/** The provider of a rehearsal, and before it whatever API has been deployed by now. */
export function createRehearsalFront(
  identity: Identity,
  apiUrl: () => Promise<string | undefined>,
): RequestListener {
  const provider = identityRoutes(identity);
  return (message, out) =>
    void answer(message, provider, apiUrl)
      .catch((error: unknown) => json({ code: 'REHEARSAL', detail: String(error) }, 500))
      .then((reply) => writeResponse(out, reply));
}

async function answer(
  message: IncomingMessage,
  routes: LocalRoutes,
  apiUrl: () => string | undefined | Promise<string | undefined>,
): Promise<Reply> {
  const [path = '/', query = ''] = (message.url ?? '/').split(/\?(.*)/su);
  const headers = Object.fromEntries(
    Object.entries(message.headersDistinct).map(([name, values]) => [name, values?.join(',')]),
  );
  const body = await buffer(message);
  const request = {
    query: new URLSearchParams(query),
    headers,
    body,
    locale: 'fr' as const,
    requestId: 'proof',
  };
  const local = routes[`${message.method} ${path}`];
  if (local) return local(request);
  const target = await apiUrl();
  return target === undefined ? refuse(notFound, request) : forward(message, body, target);
}

/** Hop-by-hop headers, and those that `fetch` writes by itself. */
const own = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']);

async function forward(message: IncomingMessage, body: Buffer, apiUrl: string): Promise<Reply> {
  const headers = Object.entries(message.headersDistinct).flatMap(([name, values]) =>
    own.has(name) ? [] : [[name, values?.join(',') ?? ''] as [string, string]],
  );
  const response = await fetch(apiUrl + (message.url ?? '/'), {
    method: message.method ?? 'GET',
    headers,
    redirect: 'manual',
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  return {
    statusCode: response.status,
    headers: Object.fromEntries(
      [...response.headers].filter(([name]) => !own.has(name) && name !== 'content-encoding'),
    ),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    isBase64Encoded: true,
  };
}
