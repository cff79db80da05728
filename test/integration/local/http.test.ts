import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { bodyOf } from '../../support/local.ts';
import { makeProbeTree, startProbe, type Probe } from './support.ts';

const Echo = z.object({
  requestId: z.string(),
  event: z.looseObject({
    headers: z.record(z.string(), z.string()),
    body: z.string().optional(),
    isBase64Encoded: z.boolean(),
    requestContext: z.looseObject({
      authorizer: z
        .object({
          jwt: z.object({ claims: z.record(z.string(), z.string()), scopes: z.array(z.string()) }),
        })
        .optional(),
    }),
  }),
});
const Token = z.object({ access_token: z.string() });
const Discovery = z.object({ issuer: z.string(), jwks_uri: z.string() });

const tree = makeProbeTree();
let probe: Probe;

beforeAll(async () => {
  probe = await startProbe(tree.root);
});
afterAll(async () => {
  await probe.local.stop();
  tree.remove();
});

describe('events of API Gateway, payload format 2.0', () => {
  it('carries path, query, headers, cookies, claims and times in their shapes', async () => {
    const librarian = await probe.as('LIBRARIAN', { communes: ['valserine', 'montfort'] });
    const answer = await librarian.call('GET', '/v1/echo/koha%3A1042?a=1&a=2&b=%C3%A9', {
      headers: { 'X-Two': 'one', cookie: 'c=1; d=2' },
    });
    expect(answer.status).toBe(200);
    const { event, requestId } = await bodyOf(Echo, answer);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /v1/echo/{ref}',
      rawPath: '/v1/echo/koha%3A1042',
      rawQueryString: 'a=1&a=2&b=%C3%A9',
      cookies: ['c=1', 'd=2'],
      queryStringParameters: { a: '1,2', b: 'é' },
      pathParameters: { ref: 'koha:1042' },
      isBase64Encoded: false,
      requestContext: {
        http: { method: 'GET', path: '/v1/echo/koha%3A1042', protocol: 'HTTP/1.1' },
        routeKey: 'GET /v1/echo/{ref}',
        stage: '$default',
        requestId,
        time: '23/Nov/2026:08:00:00 +0000',
        timeEpoch: Date.parse('2026-11-23T09:00:00+01:00'),
        authorizer: {
          jwt: {
            claims: {
              network: 'pays-de-valserine',
              communes: '[valserine montfort]',
              roles: '[LIBRARIAN]',
              sub: 'local-librarian',
              aud: 'discretion',
            },
            scopes: [],
          },
        },
      },
    });
    expect(event.headers).toMatchObject({ 'x-two': 'one' });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event).not.toHaveProperty('body');
  });

  it.each([
    ['application/json', '{"é":1}', '{"é":1}', false],
    [
      'application/x-www-form-urlencoded',
      'List-Unsubscribe=One-Click',
      Buffer.from('List-Unsubscribe=One-Click').toString('base64'),
      true,
    ],
  ])(
    'hands a body of type %s over as API Gateway does',
    async (type, body, expected, isBase64Encoded) => {
      const answer = await probe.call('POST', '/v1/echo', {
        body,
        headers: { 'content-type': type },
      });
      const { event } = await bodyOf(Echo, answer);
      expect(event.body).toBe(expected);
      expect(event.isBase64Encoded).toBe(isBase64Encoded);
    },
  );

  it('decodes binary answers and keeps several cookies apart', async () => {
    const answer = await probe.call('GET', '/v1/echo/a?do=binary');
    expect(answer.status).toBe(201);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 255, 10]);
  });
});

describe('the JWT authorizer', () => {
  const withToken = (token: string) =>
    probe.call('GET', '/v1/echo/a', { headers: { authorization: token } });

  it('lets a public route through without a token', async () => {
    const answer = await fetch(`${probe.local.url}/v1/open`);
    expect(answer.status).toBe(200);
    expect((await bodyOf(Echo, answer)).event.requestContext).not.toHaveProperty('authorizer');
  });

  it('refuses with problem+json in the language of the caller', async () => {
    const answer = await probe.call('GET', '/v1/echo/a', {
      headers: { authorization: '', 'accept-language': 'en' },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await answer.json()).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
      title: 'Missing, expired or foreign token',
    });
  });

  it.each([
    ['garbage', () => Promise.resolve('Bearer abc.def.ghi')],
    [
      'another scheme',
      async () => `Basic ${await probe.local.identity.issue({ role: 'ILS', communes: ['*'] })}`,
    ],
    [
      'expired',
      async () =>
        `Bearer ${await probe.local.identity.issue({ role: 'ILS', communes: ['*'], lifetime: -60 })}`,
    ],
  ])('refuses a token that is %s', async (_, token) => {
    expect((await withToken(await token())).status).toBe(401);
  });

  it('refuses the token of another network: its key and its issuer', async () => {
    const other = await startProbe(tree.root);
    try {
      const token = await other.local.identity.issue({ role: 'ILS', communes: ['*'] });
      expect((await withToken(`Bearer ${token}`)).status).toBe(401);
    } finally {
      await other.local.stop();
    }
  });

  it('lets a token expire on the settable clock', async () => {
    const form = new URLSearchParams({ grant_type: 'client_credentials' });
    const basic = Buffer.from('koha:koha-local-secret').toString('base64');
    const given = await fetch(`${probe.local.url}/oauth2/token`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Basic ${basic}` },
    });
    const { access_token: token } = await bodyOf(Token, given);
    expect((await withToken(`Bearer ${token}`)).status).toBe(200);
    const start = probe.local.clock.now();
    probe.local.clock.set(start.add({ minutes: 61 }));
    expect((await withToken(`Bearer ${token}`)).status).toBe(401);
    probe.local.clock.set(start.subtract({ minutes: 1 }));
    expect((await withToken(`Bearer ${token}`)).status).toBe(401);
    probe.local.clock.set(start);
  });

  it('gives a client with a wrong secret nothing', async () => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'koha',
      client_secret: 'x',
    });
    const answer = await fetch(`${probe.local.url}/oauth2/token`, { method: 'POST', body });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error: 'invalid_client' });
  });

  it('publishes its keys where OpenID says, without the secret part', async () => {
    const found = await bodyOf(
      Discovery,
      fetch(`${probe.local.url}/.well-known/openid-configuration`),
    );
    expect(found.issuer).toBe(probe.local.url);
    const { keys } = await bodyOf(z.object({ keys: z.array(z.unknown()) }), fetch(found.jwks_uri));
    expect(keys).toHaveLength(1);
    expect(keys[0]).not.toHaveProperty('d');
  });
});

describe('limits and failures', () => {
  it.each([
    ['an unknown path', 'GET', '/v1/nowhere'],
    ['another method', 'DELETE', '/v1/open'],
  ])('answers 404 to %s', async (_, method, path) => {
    const answer = await probe.call(method, path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it.each([
    ['the gateway', 10 * 1024 * 1024 + 1],
    ['a Lambda', 6 * 1024 * 1024 + 1],
  ])('answers 413 to a body that is too large for %s', async (_, size) => {
    const answer = await probe.call('POST', '/v1/echo', {
      body: 'x'.repeat(size),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(413);
  });

  it('answers 500 without detail when a function throws', async () => {
    const answer = await probe.call('GET', '/v1/echo/a?do=throw');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('Nguyên');
    const raw = await bodyOf(
      z.unknown(),
      probe.call('GET', `/_local/raw?contains=${encodeURIComponent('Nguyên')}`),
    );
    expect(raw).toEqual({ count: 0, items: 0, queueBodies: 0, logLines: 0, files: 0 });
  });

  it('applies the timeout of the function', async () => {
    const answer = await probe.call('GET', '/v1/echo/a?do=sleep');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  it('refuses an answer that Lambda could not carry', async () => {
    expect((await probe.call('GET', '/v1/echo/a?do=large')).status).toBe(500);
  });
});
