import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { bodyOf } from '../../support/local.ts';
import { makeProbeTree, startProbe, storedIn, type Probe } from './support.ts';

const tree = makeProbeTree();
let probe: Probe;

beforeAll(async () => {
  probe = await startProbe(tree.root);
});
afterAll(async () => {
  await probe.local.stop();
  tree.remove();
});
beforeEach(async () => {
  await probe.local.background.drain();
  await probe.call('DELETE', '/_local/consumed');
});

const Act = z.object({ ended: z.string(), environment: z.array(z.string()).optional() });
const act = (what: string, text?: string) =>
  bodyOf(Act, probe.send('POST', '/v1/changes', { do: what, text }));
const stored = () => storedIn(probe);

const Units = z.record(z.string(), z.object({ read: z.number(), write: z.number() }));
const consumed = () =>
  bodyOf(z.object({ byTable: Units, byFunction: Units }), probe.call('GET', '/_local/consumed'));

describe('grants', () => {
  it.each([
    ['a granted write', 'put', 'OK'],
    ['a granted sending', 'mail', 'OK'],
    ['a granted key', 'key', 'OK'],
    ['an action that was not granted', 'delete', 'AccessDeniedException'],
    [
      'one action of a transaction that was not granted',
      'deleteInTransaction',
      'AccessDeniedException',
    ],
    ['a channel that was not granted', 'sms', 'AccessDeniedException'],
  ])('%s ends as IAM would have it', async (_, what, ended) => {
    expect(await act(what)).toMatchObject({ ended });
  });

  it('leaves nothing of a refused transaction', async () => {
    await act('deleteInTransaction');
    const { things } = await stored();
    expect(things.map(({ sk }) => sk)).not.toContain('in-transaction');
  });

  it('gives a function the names of what it was granted, and no other', async () => {
    const { environment } = await act('put');
    expect(environment).toEqual(['CONFIGURATION_SET', 'TABLE_THINGS', 'VAULT_KEY_ID']);
  });
});

describe('capacity', () => {
  it('is counted by table and by function, and can be reset', async () => {
    await act('put');
    await stored();
    const { byTable, byFunction } = await consumed();
    expect(byTable['Things']?.write).toBeGreaterThanOrEqual(1);
    expect(byFunction['probe-change']?.write).toBe(1);
    expect(byFunction['probe-change']?.read).toBeGreaterThan(0);
    await probe.call('DELETE', '/_local/consumed');
    expect(await consumed()).toEqual({ byTable: {}, byFunction: {} });
  });
});

const Records = z.object({
  Records: z.array(
    z.object({ body: z.string().optional(), Sns: z.object({ Message: z.string() }).optional() }),
  ),
});

/** The messages within an event of a queue or of a topic. */
function bodiesOf(event: unknown): unknown[] {
  const messages = Records.safeParse(event).data?.Records ?? [];
  return messages.map(({ body, Sns }): unknown => JSON.parse(body ?? Sns?.Message ?? 'null'));
}

describe('work that goes on by itself', () => {
  it('relays an event to the queue of its consumer', async () => {
    await act('emit', 'vers la file');
    await probe.local.background.drain();
    const { records } = await stored();
    expect(records.flatMap(({ event }) => bodiesOf(event))).toContainEqual(
      expect.objectContaining({ type: 'thing.changed', data: { text: 'vers la file' } }),
    );
    expect(probe.local.aws.queues.depth('probe-listen')).toEqual({
      visible: 0,
      inFlight: 0,
      delayed: 0,
    });
  });

  it('catches a mail and shows it in the inbox and the outbox', async () => {
    await probe.call('DELETE', '/_local/outbox');
    await act('mail');
    const { items } = await bodyOf(
      z.object({ items: z.array(z.unknown()) }),
      probe.call('GET', '/_local/outbox?channel=EMAIL&to=ana@example.org'),
    );
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ channel: 'EMAIL', to: 'ana@example.org', subject: 'Bonjour' });
    const page = await probe.call('GET', '/_local/inbox');
    expect(await page.text()).toContain('Bonjour');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('hands an SMS of a reader to the function that receives it', async () => {
    expect(
      (await probe.send('POST', '/_local/inbound-sms', { from: '+33612345678', text: 'STOP' }))
        .status,
    ).toBe(204);
    const { records } = await stored();
    expect(records.flatMap(({ event }) => bodiesOf(event))).toContainEqual(
      expect.objectContaining({ originationNumber: '+33612345678', messageBody: 'STOP' }),
    );
  });
});

describe('the control surface', () => {
  it('says that it is ready, and what time it is', async () => {
    expect(await (await probe.call('GET', '/_local/health')).json()).toMatchObject({
      ready: true,
      engine: 'dynoxide',
      now: '2026-11-23T09:00:00+01:00',
    });
  });

  it('finds a text in binary attributes, and no longer when the item is gone', async () => {
    const text = 'Thérèse Desqueyroux';
    await act('put', text);
    const count = () =>
      bodyOf(z.unknown(), probe.call('GET', `/_local/raw?contains=${encodeURIComponent(text)}`));
    expect(await count()).toEqual({ count: 1, items: 1, queueBodies: 0, logLines: 0, files: 0 });
  });

  it('names the crash points of the sources, and arms those only', async () => {
    const { items } = await bodyOf(
      z.object({ items: z.array(z.object({ point: z.string() })) }),
      probe.call('GET', '/_local/crash'),
    );
    expect(items.map(({ point }) => point)).toEqual(
      expect.arrayContaining(['probe.after-write', 'probe.before-write']),
    );
    expect((await probe.send('POST', '/_local/crash', { point: 'probe.nowhere' })).status).toBe(
      404,
    );
  });

  it('gives tokens by role, for readers and parents too', async () => {
    const body = {
      role: 'GUARDIAN',
      communes: ['montfort'],
      patronRef: 'koha:77',
      guardianOf: ['koha:1043'],
      sub: 'p',
    };
    const { access_token: token } = await bodyOf(
      z.object({ access_token: z.string() }),
      probe.send('POST', '/_local/token', body),
    );
    expect(await probe.local.identity.verify(token)).toMatchObject({
      sub: 'p',
      network: 'pays-de-valserine',
      communes: ['montfort'],
      roles: ['GUARDIAN'],
      patronRef: 'koha:77',
      guardianOf: ['koha:1043'],
    });
  });

  it.each([
    ['/_local/token', { role: 'KING' }],
    ['/_local/clock', { advance: 'one month' }],
    ['/_local/clock', {}],
    ['/_local/provider', { fail: 'SOMETIMES' }],
    ['/_local/feedback', { messageId: 'a' }],
  ])('refuses nonsense on %s with 422', async (path, body) => {
    const answer = await probe.send('POST', path, body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'INVALID' });
  });

  it('answers 404 to feedback about a message that was never caught', async () => {
    expect(
      (await probe.send('POST', '/_local/feedback', { messageId: 'a', type: 'BOUNCE_HARD' }))
        .status,
    ).toBe(404);
  });

  it.each([
    '/',
    '/docs',
    '/docs/openapi.json',
    '/docs/start.js',
    '/docs/start.css',
    '/docs/swagger-ui.css',
    '/docs/swagger-ui-bundle.js',
  ])('serves %s from this machine', async (path) => {
    const answer = await fetch(probe.local.url + path);
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toMatch(/(?:src|href)="https?:/u);
  });
});
