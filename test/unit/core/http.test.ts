import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { httpFunction } from '#core/http/handler.ts';
import { createLog } from '#core/log.ts';
import { definePlugin } from '#core/manifest.ts';
import { ok } from '#core/result.ts';
import { cloudRuntime } from '#core/cloud-runtime.ts';
import { readNetworkFile } from '../../../infra/local/network-file.ts';

const manifest = definePlugin({
  name: 'echo',
  title: { fr: 'Écho', en: 'Echo' },
  description: { fr: 'Écho', en: 'Echo' },
  functions: { say: { entry: 'handlers/say.ts', grants: [] } },
  routes: {
    list: {
      method: 'GET',
      path: '/v1/echoes',
      function: 'say',
      title: { fr: 'Lister', en: 'List' },
      permission: ['DESK'],
      list: true,
      responses: { 200: z.object({ items: z.array(z.int()) }) },
    },
  },
});

const network = await readNetworkFile('infra/networks/pays-de-valserine.yaml');
const lines: string[] = [];
const runtime = { ...cloudRuntime(network), log: createLog((line) => lines.push(line)) };
const items = [1, 2, 3, 4, 5];
const handler = httpFunction(runtime, {
  manifest,
  function: 'say',
  operations: {
    list: ({ caller }) => {
      if (caller.sub === 'bug') throw new Error('koha:1042 ana@example.org');
      return Promise.resolve(ok({ status: 200, body: { items } }));
    },
  },
});

const claims = { sub: 's', network: network.id, communes: '[valserine]', roles: '[DESK]' };

async function call(changes: object = {}, query?: Record<string, string>, locale = 'fr') {
  const event = {
    routeKey: 'GET /v1/echoes',
    rawPath: '/v1/echoes',
    headers: { 'accept-language': locale },
    queryStringParameters: query,
    requestContext: {
      requestId: 'r-1',
      http: { method: 'GET' },
      authorizer: { jwt: { claims: { ...claims, ...changes } } },
    },
    isBase64Encoded: false,
  };
  const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 1000 };
  const Answer = z.object({ statusCode: z.int(), body: z.string() });
  const { statusCode, body } = Answer.parse(await handler(event, context));
  return { status: statusCode, body: z.record(z.string(), z.unknown()).parse(JSON.parse(body)) };
}

describe('the edge', () => {
  it('takes a caller of this network in a role of the route', async () => {
    expect(await call()).toEqual({ status: 200, body: { items } });
  });

  it.each([
    ['of another network', { network: 'pays-voisin' }, 401, 'UNAUTHENTICATED'],
    ['with claims that are not ours', { roles: '[MAYOR]' }, 401, 'UNAUTHENTICATED'],
    ['of a role that the route does not name', { roles: '[STATS]' }, 403, 'ROLE_MAY_NOT'],
  ])('refuses a token %s', async (_name, changes, status, code) => {
    const answer = await call(changes);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  it('pages a short list, to its end', async () => {
    const first = await call({}, { limit: '2' });
    expect(first.body['items']).toEqual([1, 2]);
    const next = await call({}, { limit: '2', cursor: z.string().parse(first.body['cursor']) });
    const last = await call({}, { limit: '2', cursor: z.string().parse(next.body['cursor']) });
    expect([next.body['items'], last.body]).toEqual([[3, 4], { items: [5] }]);
  });

  it.each(['garbage', '-1', '1.5', '', 'NTA', '99999999999999999999'])(
    'refuses a cursor that it cannot have given, and names the field: %p',
    async (cursor) => {
      const answer = await call({}, { cursor });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'cursor' }] } });
    },
  );

  it('answers a cursor after the end with an empty page', async () => {
    expect((await call({}, { cursor: '50' })).body).toEqual({ items: [] });
  });

  it('refuses a filter that the route does not know', async () => {
    expect((await call({}, { csp: '3' })).status).toBe(400);
  });

  it('[GOV-15] answers a bug with 503 and repeats nothing of it, not even to the log', async () => {
    const answer = await call({ sub: 'bug' }, undefined, 'en');
    expect([answer.status, answer.body['title']]).toEqual([503, 'Service temporarily unavailable']);
    expect(JSON.stringify(answer) + lines.join()).not.toMatch(/koha:1042|ana@/u);
  });
});
