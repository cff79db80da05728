import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { seededNotices } from '../../../functions/consent/notices/index.ts';
import { noticeSha256 } from '../../../functions/consent/domain/notice.ts';
import { enrol, sitAt, type Desk } from '../../support/messages.ts';
import { moveTo, startTestNetwork, type TestNetwork } from '../../support/network.ts';
import { countRaw, erase } from '../../support/rights.ts';

let network: TestNetwork;
let desk: Desk;
let readers = 3000;

beforeAll(async () => {
  network = await startTestNetwork();
  desk = await sitAt(network, { role: 'DESK' });
});
afterAll(() => network.stop());

/** A reader of one's own for each test. */
async function newReader(more: object = {}): Promise<string> {
  readers += 1;
  const patronRef = `koha:${String(readers)}`;
  await enrol(network, patronRef, more);
  return patronRef;
}

async function linkFor(patronRef: string): Promise<{ url: string; token: string }> {
  const { status, body } = await desk.post(`/v1/patrons/${patronRef}/preference-link`, {});
  expect(status).toBe(201);
  const url = z.string().parse(body['url']);
  return { url, token: url.split('/').at(-1) ?? '' };
}

async function read(url: string, language = 'fr') {
  const response = await fetch(url, { headers: { 'accept-language': language } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const formKeyIn = (page: string) => /name="formKey" value="([^"]+)"/u.exec(page)?.[1] ?? '';

async function press(url: string, choice: Record<string, string>) {
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ lang: 'fr', ...choice }),
    redirect: 'manual',
  });
  return { status: response.status, location: response.headers.get('location') ?? '' };
}

const States = z.object({
  items: z.array(z.object({ purpose: z.string(), channel: z.string(), state: z.string() })),
});

async function stateOf(patronRef: string, purpose: string, channel: string) {
  const { body } = await desk.get(`/v1/patrons/${patronRef}/consents?limit=100`);
  return States.parse(body).items.find((one) => one.purpose === purpose && one.channel === channel)
    ?.state;
}

describe('the page of choices', () => {
  it('[CON-02] names every choice of the reader in their language, and not the reader', async () => {
    const { url } = await linkFor(await newReader());
    const [french, english] = [await read(url), await read(url, 'en')];
    expect(french.text).toContain('lang="fr"');
    expect(english.text).toContain('Newsletter and programme');
    expect((await read(`${url}?lang=en`)).text).toContain('Your choices');
    expect(french.text).not.toMatch(/Nguyên|ana@example|612345678|koha/u);
    const forms = [...french.text.matchAll(/name="purpose" value="(\w+)"/gu)].map(
      ([, code]) => code,
    );
    expect(new Set(forms)).toEqual(
      new Set([
        'OVERDUE',
        'HOLD',
        'SERVICE_INFO',
        'NEWSLETTER',
        'AGE_EVENTS',
        'EVENT_REG',
        'SURVEY',
        'HISTORY_KEEP',
      ]),
    );
  });

  it('[GOV-20] runs and loads nothing, is stored nowhere, and sends its forms to itself', async () => {
    const { headers, text } = await read((await linkFor(await newReader())).url);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(text).not.toMatch(/<script|https?:\/\/|src=|style="/u);
  });

  it('[CON-03] [CON-04] records each act as what it is, with the text as it was shown', async () => {
    const patronRef = await newReader();
    const { url } = await linkFor(patronRef);
    const formKey = formKeyIn((await read(url)).text);
    const say = async (purpose: string, channel: string, decision: string) => {
      const { status, location } = await press(url, { formKey, purpose, channel, decision });
      expect(status).toBe(303);
      expect(location).toContain('said=SAVED');
      return stateOf(patronRef, purpose, channel);
    };
    expect(await say('NEWSLETTER', 'EMAIL', 'GIVEN')).toBe('GIVEN');
    expect(await say('NEWSLETTER', 'EMAIL', 'WITHDRAWN')).toBe('WITHDRAWN');
    expect(await say('NEWSLETTER', 'SMS', 'REFUSED')).toBe('REFUSED');
    expect(await say('HOLD', 'SMS', 'OPPOSED')).toBe('OPPOSED');
    expect(await say('HOLD', 'SMS', 'OPPOSITION_LIFTED')).toBe('UNKNOWN');
    const path = `/v1/patrons/${patronRef}/consents/NEWSLETTER/EMAIL/proof`;
    const { body } = await desk.get(path);
    const shown = seededNotices.find(
      ({ id, locale }) => id === 'preferences-newsletter' && locale === 'fr',
    );
    expect(body['verified']).toBe(true);
    expect(body['noticeSha256']).toBe(shown && noticeSha256(shown));
    expect(body['noticeText']).toContain('[J’accepte par courriel]');
    expect(body['noticeText']).toContain('[Je retire mon accord par courriel]');
  });

  it('[CON-03] shows no word of a choice that its notice does not have', async () => {
    const { text } = await read((await linkFor(await newReader())).url);
    const section = /<section[^>]*about-NEWSLETTER".*?<\/section>/su.exec(text)?.[0] ?? '';
    const notice = seededNotices.find(
      ({ id, locale }) => id === 'preferences-newsletter' && locale === 'fr',
    );
    const buttons = [...section.matchAll(/<button[^>]*>([^<]+)</gu)].map(([, label]) => label);
    const paragraphs = [...section.matchAll(/<p(?: class="soft")?>([^<]+)<\/p>/gu)].map(
      ([, said]) => said,
    );
    expect(buttons).toHaveLength(6);
    expect(paragraphs).toHaveLength(3);
    for (const label of buttons) expect(notice?.body).toContain(`[${label ?? '?'}]`);
    for (const said of paragraphs) expect(notice?.body).toContain(said);
  });

  it('takes no form of another page, and none that says something impossible', async () => {
    const patronRef = await newReader();
    const { url } = await linkFor(patronRef);
    const other = formKeyIn((await read((await linkFor(await newReader())).url)).text);
    const choice = { purpose: 'NEWSLETTER', channel: 'EMAIL', decision: 'GIVEN' };
    expect((await press(url, { ...choice, formKey: other })).location).toContain('said=OLD_FORM');
    const formKey = formKeyIn((await read(url)).text);
    const wrong = { formKey, purpose: 'HOLD', channel: 'EMAIL', decision: 'GIVEN' };
    expect((await press(url, wrong)).location).toContain('said=REFUSED');
    expect((await press(url, { ...choice, formKey, purpose: 'LOAN' })).status).toBe(422);
    expect(await stateOf(patronRef, 'NEWSLETTER', 'EMAIL')).toBe('UNKNOWN');
  });

  it('[NOT-06] GET changes nothing, whoever looks and however often', async () => {
    const patronRef = await newReader();
    const { url } = await linkFor(patronRef);
    await read(`${url}?said=SAVED&purpose=NEWSLETTER&channel=EMAIL`);
    const { body } = await desk.get(`/v1/patrons/${patronRef}/consents/history`);
    expect(body['items']).toEqual([]);
  });
});

describe('[GOV-10] a link that does not hold', () => {
  it('says the same whether it is wrong, replaced, revoked, too old, or of somebody erased', async () => {
    const replaced = await newReader();
    const revoked = await newReader();
    const gone = await newReader();
    const links = [await linkFor(replaced), await linkFor(revoked), await linkFor(gone)];
    await linkFor(replaced);
    const answer = await network.as('DESK').call({
      method: 'DELETE',
      path: `/v1/patrons/${revoked}/preference-link`,
      answer: z.unknown(),
    });
    expect(answer.ok).toBe(true);
    await erase(network, gone);
    const wrong = `${network.baseUrl}/p/${'A'.repeat(54)}`;
    const answers = await Promise.all(
      [...links.map(({ url }) => url), wrong, `${network.baseUrl}/p/x`].map((url) => read(url)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.text).toContain('Demandez un nouveau lien');
    const [first] = links;
    const late = { formKey: 'x', purpose: 'HOLD', channel: 'SMS', decision: 'OPPOSED' };
    expect((await press(first?.url ?? '', late)).status).toBe(404);
  });

  it('is nowhere at rest, and dies after thirty days', async () => {
    const { url, token } = await linkFor(await newReader());
    expect(await countRaw(network, token)).toBe(0);
    expect(await countRaw(network, token.slice(-30))).toBe(0);
    await moveTo(network, '2026-12-23T08:59:59+01:00');
    expect((await read(url)).status).toBe(200);
    await moveTo(network, '2026-12-23T09:00:01+01:00');
    expect((await read(url)).status).toBe(404);
  });

  it('[RGT-06] goes with its reader, like the questions that they were asked', async () => {
    const patronRef = await newReader();
    await linkFor(patronRef);
    const body = { purpose: 'NEWSLETTER', channel: 'EMAIL' };
    expect((await desk.post(`/v1/patrons/${patronRef}/consents/doi`, body)).status).toBe(202);
    const { categories } = await erase(network, patronRef);
    const held = categories.find(({ name }) => name === 'PREFERENCE_LINKS');
    // The link, who gave it, the question, who put it.
    expect(held).toMatchObject({ state: 'ERASED', found: 4, deleted: 4, recount: 0 });
  });

  it('is given by a desk only, for its own readers, and leaves a trace', async () => {
    const patronRef = await newReader();
    const path = `/v1/patrons/${patronRef}/preference-link`;
    const status = async (claims: object) =>
      (await (await sitAt(network, claims)).post(path, {})).status;
    expect(await status({ role: 'ILS' })).toBe(403);
    expect(await status({ role: 'PATRON', patronRef, communes: [] })).toBe(403);
    expect(await status({ role: 'DESK', communes: ['montfort'] })).toBe(404);
    expect(await status({ role: 'DESK', communes: ['valserine'] })).toBe(201);
    expect(await countRaw(network, 'preference-link.issued')).toBeGreaterThan(0);
  });
});
