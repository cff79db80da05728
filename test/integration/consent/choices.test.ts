import { describe, expect, it } from '@jest/globals';
import { openDesk } from '../../support/desk.ts';
import { ask, said, sitAt } from '../../support/messages.ts';
import { moveTo } from '../../support/network.ts';

const { network, desk, newReader } = await openDesk();
const choice = (ref: string, purpose = 'NEWSLETTER', channel = 'EMAIL') =>
  `/v1/patrons/${ref}/consents/${purpose}/${channel}`;

const rulesOf = (body: Record<string, unknown>) =>
  (body['errors'] as { field: string; code: string; rule?: string }[]).map(({ code, rule }) =>
    [code, rule].join(' '),
  );

describe('a choice is refused', () => {
  it('[CON-01] [#31] without an act, or with a pre-ticked box', async () => {
    const ref = await newReader();
    const { act: _act, ...silent } = said('GIVEN');
    expect((await desk.put(choice(ref), silent)).status).toBe(422);
    const ticked = await desk.put(choice(ref), said('GIVEN', { prechecked: true }));
    expect(ticked).toMatchObject({ status: 422, body: { rule: 'CON-01' } });
    expect(
      (await ask(network, { patronRef: ref, purpose: 'NEWSLETTER', channel: 'EMAIL' })).codes,
    ).toEqual(['NO_CONSENT']);
  });

  it.each<[string, string, string, object, string]>([
    [
      '[NOT-01] consent for a service',
      'OVERDUE',
      'EMAIL',
      said('GIVEN'),
      'NOT_BASED_ON_CONSENT NOT-01',
    ],
    [
      '[RGT-08] objection to a mandatory message',
      'ACCOUNT',
      'EMAIL',
      said('OPPOSED'),
      'MANDATORY RGT-08',
    ],
    [
      '[CON-02] a channel that the purpose does not use',
      'NEWSLETTER',
      'PHONE',
      said('REFUSED'),
      'CHANNEL_NOT_OFFERED CON-02',
    ],
    [
      '[CON-03] a yes of tomorrow',
      'NEWSLETTER',
      'EMAIL',
      said('GIVEN', { at: '2026-11-24T09:00:00+01:00' }),
      'IN_FUTURE CON-03',
    ],
    [
      '[CON-03] a yes to no text',
      'NEWSLETTER',
      'EMAIL',
      said('GIVEN', { notice: undefined }),
      'NOTICE_REQUIRED CON-03',
    ],
    [
      '[CON-03] a yes to a text that does not exist',
      'NEWSLETTER',
      'EMAIL',
      said('GIVEN', { notice: { id: 'newsletter', version: 9, locale: 'fr' } }),
      'NOTICE_REQUIRED CON-03',
    ],
    [
      '[CON-09] a yes to the text of another purpose',
      'AGE_EVENTS',
      'EMAIL',
      said('GIVEN'),
      'NOTICE_OF_ANOTHER_PURPOSE CON-09',
    ],
    [
      '[CON-01] a yes by STOP',
      'NEWSLETTER',
      'EMAIL',
      said('GIVEN', { act: 'STOP_SMS' }),
      'ACT_ONLY_STOPS CON-01',
    ],
  ])('%s', async (...[, purpose, channel, body, expected]) => {
    const answer = await desk.put(choice(await newReader(), purpose, channel), body);
    expect(answer.status).toBe(422);
    expect(rulesOf(answer.body)).toContain(expected);
  });

  it.each([
    ['POLITICAL', 'CAM-10'],
    ['PARTNER_MAILING', 'CAM-09'],
    ['VOEUX_MAIRE', 'CAM-01'],
  ])('[CAM-01] [CAM-10] for %s, to every role', async (purpose, rule) => {
    const ref = await newReader();
    for (const role of ['DESK', 'ILS']) {
      const somebody = await sitAt(network, { role });
      expect(await somebody.put(choice(ref, purpose), said('GIVEN'))).toMatchObject({
        status: 403,
        body: { rule },
      });
    }
    const admin = await sitAt(network, { role: 'ADMIN' });
    const dryRun = await admin.post('/v1/decisions', { patronRef: ref, purpose, channel: 'EMAIL' });
    expect(dryRun.body['items']).toMatchObject([
      { allowed: false, reasons: [{ code: 'PURPOSE_FORBIDDEN', rule }] },
    ]);
  });
});

describe('a choice is recorded', () => {
  it('[CON-02] [CON-04] by purpose and channel, and withdrawn as easily', async () => {
    const ref = await newReader();
    expect((await desk.put(choice(ref), said('GIVEN'))).body).toMatchObject({
      state: 'GIVEN',
      seq: 1,
    });
    expect(
      (await ask(network, { patronRef: ref, purpose: 'NEWSLETTER', channel: 'EMAIL' })).allowed,
    ).toBe(true);
    expect(
      (await ask(network, { patronRef: ref, purpose: 'NEWSLETTER', channel: 'SMS' })).codes,
    ).toEqual(['NO_CONSENT']);
    await desk.put(choice(ref), said('WITHDRAWN', { at: '2026-11-23T08:45:00+01:00' }));
    const now = await ask(network, { patronRef: ref, purpose: 'NEWSLETTER', channel: 'EMAIL' });
    expect(now).toMatchObject({ allowed: false, codes: ['WITHDRAWN'], consentSeq: 2 });
  });

  it('[CON-04] a form that turns up late does not undo a later refusal', async () => {
    const ref = await newReader();
    await desk.put(choice(ref), said('REFUSED', { at: '2026-11-20T10:00:00+01:00' }));
    const late = await desk.put(choice(ref), said('GIVEN', { at: '2026-11-19T10:00:00+01:00' }));
    expect(late).toMatchObject({
      status: 409,
      body: { code: 'LATER_DECISION_EXISTS', rule: 'CON-04' },
    });
  });

  it('once, when it is said twice', async () => {
    const ref = await newReader();
    for (let times = 0; times < 2; times += 1) {
      expect((await desk.put(choice(ref), said('GIVEN'))).body).toMatchObject({
        state: 'GIVEN',
        seq: 1,
      });
    }
    expect((await desk.get(`/v1/patrons/${ref}/consents/history`)).body['items']).toHaveLength(1);
  });

  it('against the version that was read (If-Match), 412 when it is stale', async () => {
    const ref = await newReader();
    expect((await desk.put(choice(ref), said('GIVEN'), { 'if-match': '"0"' })).status).toBe(200);
    const stale = await desk.put(choice(ref), said('WITHDRAWN'), { 'if-match': '"0"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'STALE_VERSION' } });
    expect((await desk.get(`/v1/patrons/${ref}/consents`)).headers.get('etag')).toBe('"1"');
  });

  it('in one of the serial orders, when many write at once', async () => {
    const ref = await newReader();
    const channels = ['EMAIL', 'SMS', 'POST', 'EMAIL', 'SMS', 'POST'];
    const answers = await Promise.all(
      channels.map((channel, n) =>
        desk.put(choice(ref, 'NEWSLETTER', channel), said(n < 3 ? 'REFUSED' : 'WITHDRAWN')),
      ),
    );
    const written = answers.filter(({ status }) => status === 200).length;
    const { body } = await desk.get(`/v1/patrons/${ref}/consents/history`);
    const seqs = (body['items'] as { seq: number }[]).map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: written }, (_, n) => written - n));
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  });

  it('[CON-03] with the exact text, in one call, for years', async () => {
    const ref = await newReader();
    await desk.put(
      choice(ref),
      said('GIVEN', { notice: { id: 'newsletter', version: 1, locale: 'en' } }),
    );
    const proof = await desk.get(`${choice(ref)}/proof`);
    const text = await desk.get('/v1/notices/newsletter/versions/1?locale=en');
    expect(proof.body).toMatchObject({ verified: true, noticeSha256: text.body['sha256'] });
    expect(proof.body['noticeText']).toBe(
      `${String(text.body['title'])}\n\n${String(text.body['body'])}`,
    );
    expect((await desk.get(`${choice(ref, 'NEWSLETTER', 'POST')}/proof`)).status).toBe(404);
  });
});

describe('a notice', () => {
  const notice = {
    id: 'atelier',
    locale: 'fr',
    purposes: ['SURVEY'],
    channels: ['EMAIL'],
    title: 'Enquête',
    body: 'Texte.',
    controllers: [],
  };

  it('[CON-03] [CON-09] never changes: one byte more is another version', async () => {
    const dpo = await sitAt(network, { role: 'DPO' });
    const first = await dpo.post('/v1/notices', notice);
    expect(first).toMatchObject({ status: 201, body: { id: 'atelier', version: 1 } });
    expect((await dpo.post('/v1/notices', notice)).body).toEqual(first.body);
    const second = await dpo.post('/v1/notices', { ...notice, body: 'Texte. ' + 'a' });
    expect(second.body).toMatchObject({ version: 2 });
    expect(second.body['sha256']).not.toBe(first.body['sha256']);
    expect((await dpo.get('/v1/notices/atelier/versions/1')).body).toMatchObject({
      body: 'Texte.',
      sha256: first.body['sha256'],
    });
    const seeded = await dpo.post('/v1/notices', {
      ...notice,
      id: 'newsletter',
      purposes: ['NEWSLETTER'],
      meaning: 'SAME',
    });
    expect(seeded.body).toMatchObject({ version: 2 });
  });

  it('[CAM-01] speaks of purposes that exist', async () => {
    const dpo = await sitAt(network, { role: 'DPO' });
    expect(await dpo.post('/v1/notices', { ...notice, purposes: ['SALE'] })).toMatchObject({
      status: 422,
      body: { rule: 'CAM-01' },
    });
  });
});

describe('who may decide', () => {
  it('[GOV-10] staff of another commune see nobody; managers read and do not write', async () => {
    const ref = await newReader();
    const elsewhere = await sitAt(network, { role: 'DESK', communes: ['montfort'] });
    const manager = await sitAt(network, { role: 'MANAGER' });
    expect((await elsewhere.get(`/v1/patrons/${ref}/consents`)).status).toBe(404);
    expect((await elsewhere.put(choice(ref), said('GIVEN'))).status).toBe(404);
    expect(
      (await elsewhere.post('/v1/decisions', { patronRef: ref, purpose: 'HOLD', channel: 'EMAIL' }))
        .status,
    ).toBe(404);
    expect((await manager.get(`/v1/patrons/${ref}/consents`)).status).toBe(200);
    expect((await manager.put(choice(ref), said('GIVEN'))).status).toBe(403);
  });

  it('a reader decides for themselves', async () => {
    const ref = await newReader();
    const self = await sitAt(network, { role: 'PATRON', patronRef: ref });
    const own = { collectedBy: { type: 'PATRON', ref }, act: 'ONLINE_CLICK' };
    expect((await self.put(choice(ref), said('GIVEN', own))).body).toMatchObject({
      state: 'GIVEN',
    });
    expect((await self.put(choice(ref), said('GIVEN'))).status).toBe(422);
    expect((await self.get(`/v1/patrons/${await newReader()}/consents`)).status).toBe(404);
  });

  it('[CON-06] [CON-08] under fifteen two decide: PENDING until the parent agrees to the same text', async () => {
    const child = await newReader({
      category: 'CHILD',
      birthYear: undefined,
      birthDate: '2012-06-10',
      guardian: { name: { family: 'X', given: [] }, email: 'p@example.org' },
    });
    const own = { collectedBy: { type: 'PATRON', ref: child } };
    expect((await desk.put(choice(child), said('GIVEN', own))).body).toMatchObject({
      state: 'PENDING_GUARDIAN',
    });
    expect(
      (await ask(network, { patronRef: child, purpose: 'NEWSLETTER', channel: 'EMAIL' })).codes,
    ).toEqual(['PENDING_GUARDIAN']);
    const parent = await sitAt(network, { role: 'GUARDIAN', guardianOf: [child] });
    const agreed = await parent.put(
      choice(child),
      said('GIVEN', { act: 'ONLINE_CLICK', collectedBy: { type: 'GUARDIAN', ref: 'parent' } }),
    );
    expect(agreed.body).toMatchObject({ state: 'GIVEN' });
    expect(
      await ask(network, { patronRef: child, purpose: 'NEWSLETTER', channel: 'EMAIL' }),
    ).toMatchObject({ allowed: true, recipient: 'GUARDIAN' });
  });

  it('[CAM-02] a purpose that the DPO of the commune did not sign reaches nobody there', async () => {
    const ref = await newReader({ library: 'es-lac' });
    await desk.put(choice(ref), said('GIVEN'));
    expect(
      (await ask(network, { patronRef: ref, purpose: 'NEWSLETTER', channel: 'EMAIL' })).codes,
    ).toEqual(['PURPOSE_OFF']);
    const { body } = await desk.get('/v1/purposes');
    const newsletter = (body['items'] as { code: string; active: object }[]).find(
      ({ code }) => code === 'NEWSLETTER',
    );
    expect(newsletter?.active).toMatchObject({
      valserine: { state: 'ACTIVE', until: '2027-11-22' },
      'les-essarts': { state: 'OFF' },
    });
  });
});

describe('on the fifteenth birthday', () => {
  it('[CON-06] [CON-07] the teenager decides alone and the parent no longer', async () => {
    const teen = await newReader({
      category: 'TEEN',
      birthYear: undefined,
      birthDate: '2011-11-25',
      guardian: { name: { family: 'X', given: [] } },
    });
    const parent = await sitAt(network, { role: 'GUARDIAN', guardianOf: [teen] });
    expect((await parent.get(`/v1/patrons/${teen}/consents`)).status).toBe(200);
    await moveTo(network, '2026-11-25T09:00:00+01:00');
    const again = await sitAt(network, { role: 'GUARDIAN', guardianOf: [teen] });
    expect((await again.get(`/v1/patrons/${teen}/consents`)).status).toBe(403);
    const clerk = await sitAt(network, { role: 'DESK' });
    const own = { collectedBy: { type: 'PATRON', ref: teen }, at: '2026-11-25T08:00:00+01:00' };
    expect((await clerk.put(choice(teen), said('GIVEN', own))).body).toMatchObject({
      state: 'GIVEN',
    });
  });
});
