import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { ask, enrol, said, sitAt, type Desk } from '../../support/messages.ts';
import { moveTo, put, ana, startTestNetwork, type TestNetwork } from '../../support/network.ts';

let network: TestNetwork;
let desk: Desk;

/** Born on 14 April 2012: fifteen on 14 April 2027, a Wednesday; eighteen on 14 April 2030. */
const birthDate = '2012-04-14';
const parent = 'koha:77';

beforeAll(async () => {
  network = await startTestNetwork();
  desk = await sitAt(network, { role: 'DESK' });
  await enrol(network, parent);
});
afterAll(() => network.stop());

async function enrolChild(patronRef: string, more: object = {}): Promise<void> {
  await put(network.as('ILS'), patronRef, {
    ...ana({ category: 'TEEN', email: `${patronRef.slice(5)}@example.org`, mobile: undefined }),
    birthYear: undefined,
    birthDate,
    enrolledOn: '2026-11-20',
    guardian: { patronRef: parent },
    ...more,
  });
}

const consent = (patronRef: string) => `/v1/patrons/${patronRef}/consents/NEWSLETTER/EMAIL`;
const byParent = (ref: string) => ({
  guardian: { act: 'FORM_TICK', at: '2026-11-23T08:30:00+01:00', ref },
});

const Items = z.object({
  items: z.array(z.object({ purpose: z.string(), channel: z.string(), state: z.string() })),
});

async function stateOf(patronRef: string): Promise<string | undefined> {
  const { body } = await desk.get(`/v1/patrons/${patronRef}/consents?limit=100`);
  return Items.parse(body).items.find(
    ({ purpose, channel }) => purpose === 'NEWSLETTER' && channel === 'EMAIL',
  )?.state;
}

const codesOf = async (patronRef: string) =>
  (await ask(network, { patronRef, purpose: 'NEWSLETTER', channel: 'EMAIL' })).codes;

describe('[CON-06] two parents who do not agree', () => {
  it('the stricter one wins, until that parent thinks otherwise', async () => {
    await enrolChild('koha:501');
    const say = async (decision: string, ref: string) =>
      desk.put(consent('koha:501'), said(decision, { collectedBy: { type: 'GUARDIAN', ref } }));
    expect((await say('REFUSED', 'parent-a')).status).toBe(200);
    const yes = await desk.put(consent('koha:501'), said('GIVEN', byParent('parent-b')));
    expect([yes.status, yes.body['code'], yes.body['rule']]).toEqual([
      409,
      'OTHER_PARENT_REFUSES',
      'CON-06',
    ]);
    expect(await stateOf('koha:501')).toBe('REFUSED');
    expect((await desk.put(consent('koha:501'), said('GIVEN', byParent('parent-a')))).status).toBe(
      200,
    );
    expect(await stateOf('koha:501')).toBe('GIVEN');
  });
});

describe('[CON-07] growing up', () => {
  it('at fifteen a shared consent lives on for three months, then ends unless the teenager says yes', async () => {
    for (const twin of ['koha:601', 'koha:602']) {
      await enrolChild(twin);
      expect((await desk.put(consent(twin), said('GIVEN', byParent('parent-a')))).status).toBe(200);
    }
    await moveTo(network, '2027-04-13T23:59:00+02:00');
    const link = async (ref: string) =>
      z.string().parse((await desk.post(`/v1/patrons/${ref}/preference-link`, {})).body['url']);
    const pageOf = async (url: string) => (await fetch(url)).text();
    const before = await link('koha:601');
    expect(await pageOf(before)).toContain('Avant quinze ans');
    await moveTo(network, '2027-04-14T10:00:00+02:00');
    expect(await stateOf('koha:601')).toBe('GIVEN');
    expect(await pageOf(before)).toContain('Ce lien ne s’ouvre pas');
    desk = await sitAt(network, { role: 'DESK' });
    const own = await link('koha:601');
    const page = await pageOf(own);
    expect(page).toContain('s’arrête le 14 juillet 2027');
    const formKey = /name="formKey" value="([^"]+)"/u.exec(page)?.[1] ?? '';
    const answer = await fetch(own, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        formKey,
        lang: 'fr',
        purpose: 'NEWSLETTER',
        channel: 'EMAIL',
        decision: 'GIVEN',
      }),
    });
    expect(answer.headers.get('location')).toContain('said=SAVED');
    await moveTo(network, '2027-07-13T23:00:00+02:00');
    expect([await stateOf('koha:601'), await stateOf('koha:602')]).toEqual(['GIVEN', 'GIVEN']);
    await moveTo(network, '2027-07-15T10:00:00+02:00');
    // The twin who confirmed, and the one who said nothing.
    expect([await stateOf('koha:601'), await stateOf('koha:602')]).toEqual(['GIVEN', 'EXPIRED']);
    expect(await codesOf('koha:601')).toEqual([]);
    expect(await codesOf('koha:602')).toEqual(['NOTICE_OUTDATED']);
  });

  it('at eighteen the parents see nothing more, from the first minute', async () => {
    await enrolChild('koha:701', { birthDate: '2009-10-02' });
    const guardian = async () => {
      const seat = await sitAt(network, {
        role: 'GUARDIAN',
        communes: [],
        guardianOf: ['koha:701'],
      });
      return (await seat.get('/v1/patrons/koha:701')).status;
    };
    await moveTo(network, '2027-10-01T23:59:00+02:00');
    expect(await guardian()).toBe(200);
    await moveTo(network, '2027-10-02T00:01:00+02:00');
    expect(await guardian()).toBe(403);
  });

  it('[DAT-06] and the night after the record keeps neither the parents nor the day of birth', async () => {
    const ils = await sitAt(network, { role: 'ILS' });
    const before = await ils.get('/v1/patrons/koha:701');
    expect([before.body['birthDate'], before.body['guardian']]).toEqual([
      '2009-10-02',
      { patronRef: parent },
    ]);
    await moveTo(network, '2027-10-02T01:00:00+02:00');
    const { body } = await ils.get('/v1/patrons/koha:701');
    expect(body).not.toHaveProperty('birthDate');
    expect(body).not.toHaveProperty('guardian');
    expect(body['birthYear']).toBe(2009);
    // The library system still sends both.
    await enrolChild('koha:701', { birthDate: '2009-10-02' });
    expect((await ils.get('/v1/patrons/koha:701')).body).not.toHaveProperty('guardian');
  });

  it('[NOT-16] a parent struck off is no longer written to, and the link that they were given is void', async () => {
    await enrolChild('koha:801', { birthDate: '2020-06-01' });
    desk = await sitAt(network, { role: 'DESK' });
    const given = await desk.post('/v1/patrons/koha:801/preference-link', {});
    const opens = async () => (await fetch(z.string().parse(given.body['url']))).status;
    expect(await opens()).toBe(200);
    const hold = { patronRef: 'koha:801', purpose: 'HOLD', channel: 'EMAIL' };
    expect((await ask(network, hold)).recipient).toBe('GUARDIAN');
    await enrolChild('koha:801', { birthDate: '2020-06-01', guardian: undefined });
    expect(await opens()).toBe(404);
    expect((await ask(network, hold)).recipient).toBe('HOUSEHOLD');
  });

  it('[NOT-16] a parent who is not a reader is written to as well', async () => {
    const guardian = { name: { family: 'Roux', given: ['Lou'] }, email: 'lou@example.org' };
    await enrolChild('koha:802', { birthDate: '2020-06-01', guardian });
    const hold = { patronRef: 'koha:802', purpose: 'HOLD', channel: 'EMAIL' };
    expect((await ask(network, hold)).recipient).toBe('GUARDIAN');
  });
});
