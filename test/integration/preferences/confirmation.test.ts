import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { ask, enrol, local, outbox, said, sitAt, type Desk } from '../../support/messages.ts';
import { moveTo, settle, startTestNetwork, type TestNetwork } from '../../support/network.ts';
import { countRaw, erase } from '../../support/rights.ts';

let network: TestNetwork;
let desk: Desk;
let next = 0;

beforeAll(async () => {
  network = await startTestNetwork();
  desk = await sitAt(network, { role: 'DESK' });
});
afterAll(() => network.stop());

/** A reader of one's own for each test, with an address and a number that nobody shares. */
async function newReader(more: object = {}) {
  next += 1;
  const patronRef = `koha:${String(9100 + next)}`;
  const email = `doi${String(next)}@example.org`;
  const mobile = `+3362000${String(1000 + next)}`;
  await enrol(network, patronRef, { email, mobile, ...more });
  return { patronRef, email, mobile };
}

const path = (patronRef: string) => `/v1/patrons/${patronRef}/consents/doi`;
const newsletter = { purpose: 'NEWSLETTER', channel: 'EMAIL' };

async function question(patronRef: string, body: object = newsletter, seat = desk) {
  const answer = await seat.post(path(patronRef), body);
  await settle(network);
  return answer;
}

const messagesTo = async (to: string) => (await outbox(network)).filter((one) => one.to === to);

/** The link in the latest message to an address. */
async function linkTo(address: string): Promise<string> {
  const text = (await messagesTo(address)).at(-1)?.text ?? '';
  const token = /\/c\/([\w-]+)/u.exec(text)?.[1] ?? 'none';
  return `${network.baseUrl}/c/${token}`;
}

const press = (link: string) =>
  fetch(link, { method: 'POST', body: new URLSearchParams({ lang: 'fr' }) });

const States = z.object({
  items: z.array(z.object({ purpose: z.string(), channel: z.string(), state: z.string() })),
});

async function stateOf(patronRef: string, channel = 'EMAIL') {
  const { body } = await desk.get(`/v1/patrons/${patronRef}/consents?limit=100`);
  return States.parse(body).items.find(
    (one) => one.purpose === 'NEWSLETTER' && one.channel === channel,
  )?.state;
}

const historyOf = async (patronRef: string) =>
  (await desk.get(`/v1/patrons/${patronRef}/consents/history`)).body['items'];

describe('[CON-01] double opt-in', () => {
  it('[CON-03] asks by message; nothing changes until the button is pressed, and then it is proved', async () => {
    const { patronRef, email } = await newReader();
    expect((await question(patronRef)).status).toBe(202);
    const [mail, ...more] = await messagesTo(email);
    expect(more).toEqual([]);
    expect(mail?.subject).toBe('Confirmez votre choix');
    expect(mail?.text).toMatch(/\/u\/[\w-]{36}/u);
    const link = await linkTo(email);
    for (let scans = 0; scans < 3; scans += 1) expect((await fetch(link)).status).toBe(200);
    expect([await stateOf(patronRef), await historyOf(patronRef)]).toEqual(['UNKNOWN', []]);
    expect((await press(link)).status).toBe(200);
    expect(await stateOf(patronRef)).toBe('GIVEN');
    expect(await historyOf(patronRef)).toMatchObject([
      {
        decision: 'GIVEN',
        act: 'ONLINE_CLICK',
        evidence: { kind: 'DOI' },
        notice: { id: 'preferences-newsletter', locale: 'fr' },
        collectedBy: { type: 'PATRON', ref: patronRef },
      },
    ]);
    const proof = await desk.get(`/v1/patrons/${patronRef}/consents/NEWSLETTER/EMAIL/proof`);
    expect(proof.body['verified']).toBe(true);
    expect((await ask(network, { patronRef, ...newsletter })).allowed).toBe(true);
  });

  it('[CON-03] shows no word that its notice does not have', async () => {
    const { patronRef, email } = await newReader();
    await question(patronRef);
    const page = await (await fetch(`${await linkTo(email)}?lang=fr`)).text();
    const notice = await desk.get('/v1/notices/preferences-newsletter/versions/1');
    const [, label = '?'] = /<button[^>]*>([^<]+)</u.exec(page) ?? [];
    expect(String(notice.body['body'])).toContain(`[${label}]`);
    const told = [...page.matchAll(/<p>([^<]+)<\/p>/gu)].map(([, text = '?']) => text);
    for (const text of told.filter((one) => one !== network.local.network.name))
      expect(String(notice.body['body'])).toContain(text);
    expect(page).not.toMatch(/Nguyên|doi\d|koha|<script/u);
  });

  it('[CON-04] a second press, or one after a later no, changes nothing', async () => {
    const { patronRef, email } = await newReader();
    await question(patronRef);
    const link = await linkTo(email);
    await press(link);
    expect((await press(link)).status).toBe(200);
    expect(await historyOf(patronRef)).toHaveLength(1);
    const withdrawn = said('WITHDRAWN', { at: '2026-11-23T09:00:01+01:00' });
    await desk.put(`/v1/patrons/${patronRef}/consents/NEWSLETTER/EMAIL`, withdrawn);
    await press(link);
    expect(await stateOf(patronRef)).toBe('WITHDRAWN');
  });

  it('[GOV-10] one kind page for a link that is wrong, replaced, of a changed address or of somebody erased', async () => {
    const [replaced, moved, gone] = [await newReader(), await newReader(), await newReader()];
    for (const { patronRef } of [replaced, moved, gone]) await question(patronRef);
    const links = [
      await linkTo(replaced.email),
      await linkTo(moved.email),
      await linkTo(gone.email),
    ];
    await question(replaced.patronRef);
    await enrol(network, moved.patronRef, { email: 'elsewhere@example.org' });
    await erase(network, gone.patronRef);
    const wrong = `${network.baseUrl}/c/${'A'.repeat(48)}`;
    const answers = await Promise.all(
      [...links, wrong, `${network.baseUrl}/c/x`].flatMap((link) => [fetch(link), press(link)]),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('Ce lien ne s’ouvre plus');
    expect(await stateOf(moved.patronRef)).toBe('UNKNOWN');
  });

  it('[GOV-15] the link is nowhere at rest, and holds two days', async () => {
    const { patronRef, email } = await newReader();
    await question(patronRef);
    const link = await linkTo(email);
    const token = link.split('/').at(-1) ?? '';
    await fetch(`${network.baseUrl}/_local/outbox`, { method: 'DELETE' });
    expect(await countRaw(network, token.slice(-24))).toBe(0);
    await moveTo(network, '2026-11-25T08:59:00+01:00');
    expect((await fetch(link)).status).toBe(200);
    await moveTo(network, '2026-11-25T09:01:00+01:00');
    expect([(await fetch(link)).status, (await press(link)).status]).toEqual([404, 404]);
    expect(await stateOf(patronRef)).toBe('UNKNOWN');
  });

  it('at most three questions a reader and day, then 429 with Retry-After', async () => {
    const { patronRef, email } = await newReader();
    for (let times = 0; times < 3; times += 1) expect((await question(patronRef)).status).toBe(202);
    const fourth = await question(patronRef, { purpose: 'SURVEY', channel: 'EMAIL' });
    expect([fourth.status, fourth.body['code']]).toEqual([429, 'TOO_MANY_QUESTIONS']);
    expect(Number(fourth.headers.get('retry-after'))).toBeGreaterThan(80_000);
    expect(await messagesTo(email)).toHaveLength(3);
  });

  it('a repeated request (Idempotency-Key) sends one message', async () => {
    const { patronRef, email } = await newReader();
    const headers = { 'idempotency-key': 'doi-1' };
    for (let times = 0; times < 2; times += 1)
      expect((await desk.post(path(patronRef), newsletter, headers)).status).toBe(202);
    await settle(network);
    expect(await messagesTo(email)).toHaveLength(1);
  });
});

describe('[RET-18] [NOT-03] who said no', () => {
  it('is not asked by staff again, only on their own wish; then a yes counts', async () => {
    const { patronRef, email } = await newReader();
    const opposed = said('OPPOSED', { at: '2026-11-25T09:00:00+01:00' });
    desk = await sitAt(network, { role: 'DESK' });
    await desk.put(`/v1/patrons/${patronRef}/consents/NEWSLETTER/EMAIL`, opposed);
    const refused = await question(patronRef);
    expect(refused).toMatchObject({ status: 409, body: { code: 'OPPOSED', rule: 'NOT-03' } });
    expect(await messagesTo(email)).toEqual([]);
    const self = await sitAt(network, { role: 'PATRON', patronRef, communes: [] });
    expect((await question(patronRef, newsletter, self)).status).toBe(202);
    await press(await linkTo(email));
    expect(await stateOf(patronRef)).toBe('GIVEN');
  });

  it('[NOT-04] nor a number that answered STOP', async () => {
    const { patronRef, mobile } = await newReader();
    await local(network, 'inbound-sms', { from: mobile, text: 'Stop' });
    const bySms = { purpose: 'NEWSLETTER', channel: 'SMS' };
    expect((await question(patronRef, bySms)).status).toBe(409);
    await moveTo(network, '2026-11-25T09:10:00+01:00');
    const self = await sitAt(network, { role: 'PATRON', patronRef, communes: [] });
    expect((await question(patronRef, bySms, self)).status).toBe(202);
    const link = await linkTo(mobile);
    await press(link);
    expect(await stateOf(patronRef, 'SMS')).toBe('GIVEN');
    expect((await ask(network, { patronRef, ...bySms })).allowed).toBe(true);
  });

  it('[CON-06] of a child the parent is asked, and the child’s own yes is still missing', async () => {
    const parent = await newReader();
    const child = await newReader({
      category: 'CHILD',
      birthYear: undefined,
      birthDate: '2014-02-17',
      guardian: { patronRef: parent.patronRef },
    });
    expect((await question(child.patronRef)).status).toBe(202);
    expect(await messagesTo(child.email)).toEqual([]);
    const answer = await press(await linkTo(parent.email));
    expect(await answer.text()).toContain('celui d’un parent');
    expect(await stateOf(child.patronRef)).toBe('PENDING_GUARDIAN');
    expect(await historyOf(child.patronRef)).toMatchObject([
      { collectedBy: { type: 'GUARDIAN', ref: parent.patronRef } },
    ]);
  });
});

it('[NOT-12] [CON-01] a question that waits for the morning is answered at the number it then goes to', async () => {
  const { patronRef, mobile } = await newReader();
  await moveTo(network, '2026-11-25T22:15:00+01:00');
  const bySms = { purpose: 'NEWSLETTER', channel: 'SMS' };
  expect((await question(patronRef, bySms)).status).toBe(202);
  const number = '+33620003999';
  await enrol(network, patronRef, { email: 'night@example.org', mobile: number });
  await moveTo(network, '2026-11-26T11:00:00+01:00');
  expect(await messagesTo(mobile)).toEqual([]);
  expect((await press(await linkTo(number))).status).toBe(200);
  expect(await stateOf(patronRef, 'SMS')).toBe('GIVEN');
});

describe('a question that cannot be put', () => {
  it.each<[string, object, number, string]>([
    ['[NOT-01] for a service', { purpose: 'HOLD', channel: 'EMAIL' }, 422, 'NOT-01'],
    ['[CAM-10] for politics', { purpose: 'POLITICAL', channel: 'EMAIL' }, 403, 'CAM-10'],
    [
      '[CON-02] by a channel that the purpose does not use',
      { purpose: 'SURVEY', channel: 'SMS' },
      422,
      'CON-02',
    ],
    [
      '[CAM-02] for what the DPO has not signed',
      { purpose: 'READING_INVITE', channel: 'EMAIL' },
      409,
      'CAM-02',
    ],
  ])('%s', async (_title, body, status, rule) => {
    const { patronRef } = await newReader();
    expect(await question(patronRef, body)).toMatchObject({ status, body: { rule } });
  });

  it('[GOV-10] to a reader of another commune: absent', async () => {
    const { patronRef } = await newReader();
    const elsewhere = await sitAt(network, { role: 'DESK', communes: ['montfort'] });
    expect((await elsewhere.post(path(patronRef), newsletter)).status).toBe(404);
    expect((await desk.post(path(patronRef), { ...newsletter, prechecked: true })).status).toBe(
      422,
    );
  });
});
