import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, enrol, said, sitAt, type Desk } from '../../support/messages.ts';
import { ana, moveTo, startTestNetwork, type TestNetwork } from '../../support/network.ts';

let network: TestNetwork;
let desk: Desk;
const ref = 'koha:8801';
const path = (purpose = 'NEWSLETTER', channel = 'EMAIL') =>
  `/v1/patrons/${ref}/consents/${purpose}/${channel}`;

beforeAll(async () => {
  network = await startTestNetwork();
  desk = await sitAt(network, { role: 'DESK' });
  await enrol(network, ref);
});
afterAll(() => network.stop());

const without = (key: string) => {
  const body: Record<string, unknown> = said('GIVEN');
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== key));
};

describe('what the ledger does not take', () => {
  it.each<[string, string, object, string]>([
    [
      '[CON-01] a box that was ticked before',
      path(),
      said('GIVEN', { prechecked: true }),
      'CON-01',
    ],
    [
      '[RGT-08] [NOT-01] consent for what is required',
      path('LOAN', 'PORTAL'),
      said('GIVEN'),
      'NOT-01',
    ],
    [
      '[CON-03] an act of the day after tomorrow',
      path(),
      said('GIVEN', { at: '2026-11-25T10:00:00+01:00' }),
      'CON-03',
    ],
    [
      '[CON-03] a yes older than any text that cites the GDPR',
      path(),
      said('GIVEN', { at: '2018-05-01T10:00:00+02:00' }),
      'CON-03',
    ],
    ['[CON-03] a yes without a text', path(), without('notice'), 'CON-03'],
  ])('%s', async (_title, where, body, rule) => {
    const answer = await desk.put(where, body);
    expect(answer).toMatchObject({ status: 422, body: { rule } });
  });

  it('[CON-01] a decision without an act, which leaves no trace', async () => {
    const answer = await desk.put(path(), without('act'));
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'act' }] } });
    expect((await desk.get(`/v1/patrons/${ref}/consents/history`)).body['items']).toEqual([]);
  });

  it('[CON-03] a yes dated before its text was published; the day after is taken', async () => {
    const dpo = await sitAt(network, { role: 'DPO' });
    const published = await dpo.post('/v1/notices', {
      id: 'newsletter',
      locale: 'fr',
      purposes: ['NEWSLETTER'],
      channels: ['EMAIL'],
      title: 'La lettre',
      body: 'Un autre texte.',
    });
    expect(published.body).toMatchObject({ version: 2 });
    const notice = { id: 'newsletter', version: 2, locale: 'fr' };
    const early = await desk.put(
      path(),
      said('GIVEN', { notice, at: '2026-11-22T18:00:00+01:00' }),
    );
    expect(early).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'notice', code: 'BEFORE_NOTICE', rule: 'CON-03' }] },
    });
    await moveTo(network, '2026-11-24T09:00:00+01:00');
    desk = await sitAt(network, { role: 'DESK' });
    const later = await desk.put(
      path(),
      said('GIVEN', { notice, at: '2026-11-24T08:59:00+01:00' }),
    );
    expect(later).toMatchObject({ status: 200, body: { state: 'GIVEN' } });
  });

  it('[CON-10] [#31] an import that brings consents: the row is refused, and nobody receives the newsletter', async () => {
    const ils = await sitAt(network, { role: 'ILS' });
    const { source: _own, ...plain } = ana({ email: 'import@example.org' });
    const consents = [{ purpose: 'NEWSLETTER', channel: 'EMAIL', decision: 'GIVEN' }];
    const rows = [
      { ...plain, patronRef: 'koha:8810', consents },
      { ...plain, patronRef: 'koha:8811', name: { family: 'Roy', given: ['Li'] } },
    ];
    const { status, body } = await ils.post('/v1/imports', {
      source: 'MIGRATION',
      commune: 'valserine',
      rows,
    });
    expect(status).toBe(200);
    expect(body['outcomes']).toMatchObject([{ status: 'REJECTED' }, { status: 'ACCEPTED' }]);
    const { codes } = await ask(network, {
      patronRef: 'koha:8811',
      purpose: 'NEWSLETTER',
      channel: 'EMAIL',
    });
    expect(codes).toEqual(['NO_CONSENT']);
  });

  it('[CAM-12] an import from a list that was rented', async () => {
    const ils = await sitAt(network, { role: 'ILS' });
    const answer = await ils.post('/v1/imports', {
      source: 'RENTED',
      commune: 'valserine',
      rows: [],
    });
    expect(answer.status).toBe(422);
  });

  it('[GOV-10] a reader of another commune: absent, for reading and for writing', async () => {
    const elsewhere = await sitAt(network, { role: 'DESK', communes: ['les-essarts'] });
    expect((await elsewhere.put(path(), said('WITHDRAWN'))).status).toBe(404);
    expect((await elsewhere.get(`/v1/patrons/${ref}/consents/history`)).status).toBe(404);
  });

  it('[CON-03] a decision on a version that is no longer the last (If-Match)', async () => {
    const body = said('WITHDRAWN', { at: '2026-11-24T08:59:30+01:00' });
    expect(await desk.put(path(), body, { 'if-match': '"0"' })).toMatchObject({
      status: 412,
      body: { code: 'STALE_VERSION', rule: 'CON-03' },
    });
    expect((await desk.put(path(), body, { 'if-match': 'soon' })).status).toBe(422);
    expect((await desk.put(path(), body, { 'if-match': '"1"' })).status).toBe(200);
  });
});
