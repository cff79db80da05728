import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { ask, enrol, said, sitAt, type Desk } from '../../support/messages.ts';
import { moveTo, settle, startTestNetwork, type TestNetwork } from '../../support/network.ts';

let network: TestNetwork;
let desk: Desk;
let dpo: Desk;
let next = 0;

beforeAll(async () => {
  network = await startTestNetwork();
  await signIn();
});
afterAll(() => network.stop());

async function signIn(): Promise<void> {
  desk = await sitAt(network, { role: 'DESK' });
  dpo = await sitAt(network, { role: 'DPO' });
}

async function newReader(library = 'vs-centre'): Promise<string> {
  next += 1;
  const patronRef = `koha:${String(9400 + next)}`;
  await enrol(network, patronRef, { library, email: `text${String(next)}@example.org` });
  return patronRef;
}

const survey = { purpose: 'SURVEY', channel: 'EMAIL' };
const path = (ref: string) => `/v1/patrons/${ref}/consents/SURVEY/EMAIL`;
const text = (more: object = {}) => ({
  id: 'enquete',
  locale: 'fr',
  purposes: ['SURVEY'],
  channels: ['EMAIL'],
  title: 'Enquête',
  body: 'Une enquête sur les services.',
  ...more,
});

const english = (more: object) => text({ locale: 'en', title: 'Survey', ...more });

async function publish(body: object, seat = dpo): Promise<{ status: number; version: unknown }> {
  const answer = await seat.post('/v1/notices', body);
  await settle(network);
  return { status: answer.status, version: answer.body['version'] };
}

const agree = (ref: string, version: number, more: object = {}) =>
  desk.put(
    path(ref),
    said('GIVEN', {
      notice: { id: 'enquete', version, locale: 'fr' },
      at: '2026-11-23T09:00:00+01:00',
      ...more,
    }),
  );

const Items = z.array(z.object({ purpose: z.string(), state: z.string(), channel: z.string() }));

async function stateOf(ref: string): Promise<string | undefined> {
  const { body } = await desk.get(`/v1/patrons/${ref}/consents?limit=100`);
  return Items.parse(body['items']).find(({ purpose }) => purpose === 'SURVEY')?.state;
}

const codesOf = async (patronRef: string) => (await ask(network, { patronRef, ...survey })).codes;

const News = z.array(
  z.looseObject({
    type: z.string(),
    patronRef: z.string(),
    data: z.looseObject({ state: z.string() }),
  }),
);

async function newsOf(ref: string) {
  await settle(network);
  const ils = await sitAt(network, { role: 'ILS' });
  const { body } = await ils.get('/v1/outbox?limit=200');
  return News.parse(body['items'])
    .filter(({ patronRef }) => patronRef === ref)
    .map(({ data }) => data.state);
}

describe('[CON-09] [#105] a text that changes what its purpose means', () => {
  let reader: string;
  let other: string;

  it('a corrected or translated text, says the DPO, leaves every yes', async () => {
    reader = await newReader();
    other = await newReader('mf-centre');
    expect(await publish(text())).toEqual({ status: 201, version: 1 });
    for (const ref of [reader, other]) expect((await agree(ref, 1)).status).toBe(200);
    const body = 'Une enquête sur les services de la bibliothèque.';
    expect(await publish(text({ body, meaning: 'SAME' }))).toEqual({ status: 201, version: 2 });
    await publish(english({ body: 'A survey of the services.' }));
    await publish(english({ body: 'A survey of the library.', meaning: 'SAME' }));
    expect(await codesOf(reader)).toEqual([]);
    const manager = await sitAt(network, { role: 'MANAGER' });
    const slipped = await manager.post('/v1/notices', text({ body: 'Autre.', meaning: 'SAME' }));
    expect(slipped).toMatchObject({ status: 403, body: { code: 'DPO_DECIDES', rule: 'CON-09' } });
  });

  it('[NOT-05] a new meaning ends every earlier yes at once, and the library system hears of it', async () => {
    await moveTo(network, '2026-12-03T10:00:00+01:00');
    await signIn();
    expect(await newsOf(reader)).toEqual(['GIVEN']);
    const body = 'Une enquête de la bibliothèque et de ses partenaires.';
    expect(await publish(text({ body, controllers: ['valserine'] }))).toMatchObject({ version: 3 });
    expect(await codesOf(reader)).toEqual(['NOTICE_OUTDATED']);
    expect(await stateOf(reader)).toBe('INVALIDATED');
    expect(await newsOf(reader)).toEqual(['GIVEN', 'INVALIDATED']);
  });

  it('[GOV-03] only where the text is of this commune', async () => {
    expect(await codesOf(other)).toEqual([]);
    expect(await newsOf(other)).toEqual(['GIVEN']);
  });

  it('the earlier yes stays proof of itself, and serves nothing new', async () => {
    const proof = await desk.get(`${path(reader)}/proof`);
    expect(proof.body).toMatchObject({ verified: true });
    expect(proof.body['noticeText']).toContain('Une enquête sur les services.');
    const late = await agree(reader, 2, { at: '2026-12-02T10:00:00+01:00' });
    expect(late).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'NOTICE_OUTDATED', rule: 'CON-09' }] },
    });
  });

  it('the page asks again, with the new text, which the answer pins', async () => {
    const link = await desk.post(`/v1/patrons/${reader}/preference-link`, {});
    const url = z.string().parse(link.body['url']);
    const page = await (await fetch(url)).text();
    expect(page).toContain('le texte a changé depuis votre accord');
    expect(page).toContain('Une enquête de la bibliothèque et de ses partenaires.');
    const formKey = /name="formKey" value="([^"]+)"/u.exec(page)?.[1] ?? '';
    await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ formKey, lang: 'fr', ...survey, decision: 'GIVEN' }),
    });
    expect(await codesOf(reader)).toEqual([]);
    const { body } = await desk.get(`/v1/patrons/${reader}/consents/history`);
    expect(body['items']).toMatchObject([{ notice: { id: 'enquete', version: 3 } }, {}]);
  });

  it('the same change in the other language ends nothing', async () => {
    const body = 'A survey of the library and its partners.';
    expect(await publish(english({ body, controllers: ['valserine'] }))).toMatchObject({
      version: 3,
    });
    expect(await codesOf(reader)).toEqual([]);
  });
});
