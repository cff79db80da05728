import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import {
  ana,
  loanCreated,
  moveTo,
  put,
  raw,
  startTestNetwork,
  tokenOf,
  type TestNetwork,
} from '../../support/network.ts';

const Issued = z.looseObject({
  id: z.string(),
  secret: z.string(),
  authorization: z.object({ bearer: z.string(), basic: z.string() }),
  secrets: z.array(z.object({ expiresOn: z.string(), isUsed: z.boolean() })),
});

let network: TestNetwork;
let admin: string;

beforeAll(async () => {
  network = await startTestNetwork();
  admin = await tokenOf(network, { role: 'ADMIN', communes: ['*'] });
  await put(network.as('ILS'), 'evergreen:1042', ana());
  await put(network.as('ILS'), 'koha:1042', ana());
});
afterAll(() => network.stop());

const manage = (method: string, path: string, body?: object, token = admin) =>
  raw(`${network.baseUrl}/v1/clients${path}`, { method, token, ...(body && { body }) });
const create = (id: string, more: object = {}) =>
  manage('POST', '', {
    ...{ id, source: 'evergreen', communes: ['valserine'], expiresOn: '2027-06-30' },
    ...more,
  });
const issued = async (answer: ReturnType<typeof manage>) => Issued.parse((await answer).body);

const send = (authorization: string, events: readonly object[] = []) =>
  raw(`${network.baseUrl}/clients/v1/ils-events`, {
    method: 'POST',
    body: { events },
    headers: { authorization },
  });

const loan = loanCreated(7, {
  patronRef: 'evergreen:1042',
  loanRef: 'evergreen:7',
  itemRef: 'evergreen:item:7',
});
const outcomesOf = ({ body }: Awaited<ReturnType<typeof send>>) =>
  z
    .array(
      z.object({ status: z.string(), errors: z.array(z.object({ code: z.string() })).optional() }),
    )
    .parse(body['outcomes'])
    .map(({ status, errors }) => errors?.[0]?.code ?? status);

describe('[GOV-10] a library system with a fixed header', () => {
  it('posts events as Bearer and as Basic', async () => {
    const { authorization } = await issued(create('eg-both'));
    expect(outcomesOf(await send(authorization.bearer, [loan]))).toEqual(['APPLIED']);
    expect(outcomesOf(await send(authorization.basic, [loan]))).toEqual(['DUPLICATE']);
  });

  it('speaks of its own readers and communes only', async () => {
    const { authorization } = await issued(create('eg-own', { communes: ['montfort'] }));
    const foreign = { ...loan, id: 'f', patronRef: 'koha:1042' };
    const [first, second] = outcomesOf(
      await send(authorization.bearer, [foreign, { ...loan, id: 'g', loanRef: 'evergreen:8' }]),
    );
    expect(first).toBe('FOREIGN_SOURCE');
    expect(second).not.toBe('APPLIED');
  });

  it('opens no other door: neither routes for tokens, nor readers', async () => {
    const { authorization } = await issued(create('eg-doors'));
    const status = async (method: string, path: string) =>
      (
        await raw(network.baseUrl + path, {
          method,
          headers: { authorization: authorization.bearer },
        })
      ).status;
    expect(await status('POST', '/v1/ils-events')).toBe(401);
    expect(await status('GET', '/v1/outbox')).toBe(401);
    expect(await status('GET', '/v1/patrons/evergreen:1042')).toBe(401);
    expect(await status('GET', '/clients/v1/patrons/evergreen:1042')).toBe(404);
  });

  it('is refused without a header, with a wrong one, and with a token', async () => {
    const { authorization } = await issued(create('eg-refused'));
    const wrong = authorization.bearer.replace(/.{4}$/u, 'AAAA');
    const token = await tokenOf(network, { role: 'ILS', communes: ['*'] });
    for (const header of ['', wrong, `Bearer ${token}`]) {
      const { status, body } = await send(header);
      expect([status, body['code']]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });

  it('[GOV-15] leaves its secret in no table, queue, log or file', async () => {
    const { secret, authorization } = await issued(create('eg-traces'));
    await send(authorization.bearer, [loan]);
    await send(authorization.basic);
    for (const text of [secret, authorization.basic.slice(6)]) {
      const { body } = await raw(`${network.baseUrl}/_local/raw?contains=${text}`);
      expect(body['count']).toBe(0);
    }
  });
});

describe('the life of a secret', () => {
  it('is renewed without a gap: two are valid, and a lost answer shuts nobody out', async () => {
    const old = await issued(create('eg-rotated'));
    const codeOf = async (header: string) => (await send(header)).status;
    expect(await codeOf(old.authorization.bearer)).toBe(200);
    const lost = await issued(manage('POST', '/eg-rotated/rotate', { expiresOn: '2027-11-01' }));
    const fresh = await issued(manage('POST', '/eg-rotated/rotate', { expiresOn: '2027-11-01' }));
    expect(fresh.secrets.map(({ expiresOn }) => expiresOn)).toEqual(['2026-12-07', '2027-11-01']);
    expect(await codeOf(old.authorization.bearer)).toBe(200);
    expect(await codeOf(fresh.authorization.bearer)).toBe(200);
    expect(await codeOf(lost.authorization.bearer)).toBe(401);
  });

  it('ends at once after a leak, and when the client is removed', async () => {
    const leaked = await issued(create('eg-leaked'));
    const body = { expiresOn: '2027-06-30', revokePrevious: true };
    const fresh = await issued(manage('POST', '/eg-leaked/rotate', body));
    expect((await send(leaked.authorization.bearer)).status).toBe(401);
    expect((await send(fresh.authorization.bearer)).status).toBe(200);
    expect((await manage('DELETE', '/eg-leaked')).status).toBe(204);
    expect((await send(fresh.authorization.bearer)).status).toBe(401);
    expect((await manage('DELETE', '/eg-leaked')).status).toBe(404);
  });
});

describe('[GOV-10] who may admit a library system', () => {
  it('is an administrator, in their communes; a name is taken once', async () => {
    expect((await create('eg-once')).status).toBe(201);
    expect((await create('eg-once')).body['code']).toBe('CLIENT_EXISTS');
    const desk = await tokenOf(network, { role: 'DESK', communes: ['*'] });
    expect((await manage('GET', '', undefined, desk)).status).toBe(403);
    const local = await tokenOf(network, { role: 'ADMIN', communes: ['montfort'] });
    expect((await manage('DELETE', '/eg-once', undefined, local)).status).toBe(404);
    expect((await manage('GET', '', undefined, local)).body['items']).not.toContainEqual(
      expect.objectContaining({ id: 'eg-once' }),
    );
  });

  it.each([
    ['a commune that is not there', { communes: ['lyon'] }, 'NOT_YOUR_COMMUNE'],
    ['a life of more than a year', { expiresOn: '2027-11-24' }, 'WRONG_LIFE'],
    ['a life that is over', { expiresOn: '2026-11-22' }, 'WRONG_LIFE'],
  ])('%s is refused', async (_, more, code) => {
    const { status, body } = await create('eg-bad', more);
    expect(status).toBe(422);
    expect(body['errors']).toEqual([expect.objectContaining({ code, rule: 'GOV-10' })]);
  });

  it('sees when secrets end, and never a hash', async () => {
    const { body } = await manage('GET', '');
    expect(JSON.stringify(body)).toContain('"expiresOn":"2027-06-30"');
    expect(JSON.stringify(body)).not.toMatch(/hash|"secret"/u);
  });
});

it('an expired secret is refused with its reason', async () => {
  const { authorization } = await issued(create('eg-expired', { expiresOn: '2026-11-23' }));
  expect((await send(authorization.bearer)).status).toBe(200);
  await moveTo(network, '2026-11-24T09:00:00+01:00');
  const { status, body } = await send(authorization.bearer);
  expect([status, body['code']]).toEqual([401, 'CLIENT_EXPIRED']);
});
