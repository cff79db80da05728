import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeProbeTree, startProbe, type Probe } from './support.ts';

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

const act = async (what: string, text?: string) =>
  (await probe.send('POST', '/v1/changes', { do: what, text })).json();
const stored = async () => (await probe.call('GET', '/v1/changes')).json();

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
    expect(things.map(({ sk }: { sk: string }) => sk)).not.toContain('in-transaction');
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
    const { byTable, byFunction } = await (await probe.call('GET', '/_local/consumed')).json();
    expect(byTable.Things.write).toBeGreaterThanOrEqual(1);
    expect(byFunction['probe-change'].write).toBe(1);
    expect(byFunction['probe-change'].read).toBeGreaterThan(0);
    await probe.call('DELETE', '/_local/consumed');
    expect(await (await probe.call('GET', '/_local/consumed')).json()).toEqual({
      byTable: {},
      byFunction: {},
    });
  });
});

describe('work that goes on by itself', () => {
  it('relays an event to the queue of its consumer', async () => {
    await act('emit', 'vers la file');
    await probe.local.background.drain();
    const { records } = await stored();
    const bodies = records.flatMap(({ event }: { event: { Records?: { body: string }[] } }) =>
      (event.Records ?? []).map(({ body }) => JSON.parse(body)),
    );
    expect(bodies).toContainEqual(
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
    const { items } = await (
      await probe.call('GET', '/_local/outbox?channel=EMAIL&to=ana@example.org')
    ).json();
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
    const messages = records.flatMap(
      ({ event }: { event: { Records?: { Sns?: { Message: string } }[] } }) =>
        (event.Records ?? []).flatMap(({ Sns }) => (Sns ? [JSON.parse(Sns.Message)] : [])),
    );
    expect(messages).toContainEqual(
      expect.objectContaining({ originationNumber: '+33612345678', messageBody: 'STOP' }),
    );
  });
});

describe('the control surface', () => {
  it('says that it is ready, and what time it is', async () => {
    const health = await (await probe.call('GET', '/_local/health')).json();
    expect(health).toMatchObject({
      ready: true,
      engine: 'dynoxide',
      now: '2026-11-23T09:00:00+01:00',
    });
  });

  it('finds a text in binary attributes, and no longer when the item is gone', async () => {
    const text = 'Thérèse Desqueyroux';
    await act('put', text);
    const count = async () =>
      (await probe.call('GET', `/_local/raw?contains=${encodeURIComponent(text)}`)).json();
    expect(await count()).toEqual({ count: 1, items: 1, queueBodies: 0, logLines: 0, files: 0 });
  });

  it('names the crash points of the sources, and arms those only', async () => {
    const { items } = await (await probe.call('GET', '/_local/crash')).json();
    expect(items.map(({ point }: { point: string }) => point)).toEqual(
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
    const { access_token: token } = await (await probe.send('POST', '/_local/token', body)).json();
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
    '/docs/swagger-ui.css',
    '/docs/swagger-ui-bundle.js',
  ])('serves %s from this machine', async (path) => {
    const answer = await fetch(probe.local.url + path);
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toMatch(/(?:src|href)="https?:/u);
  });
});
