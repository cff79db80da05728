import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { ask, outbox, sitAt, type Desk } from '../../support/messages.ts';
import {
  ana,
  moveTo,
  put,
  settle,
  startTestNetwork,
  type TestNetwork,
} from '../../support/network.ts';

let network: TestNetwork;
let dpo: Desk;
let ils: Desk;

beforeAll(async () => {
  network = await startTestNetwork();
  await signIn();
});
afterAll(() => network.stop());

async function signIn(): Promise<void> {
  dpo = await sitAt(network, { role: 'DPO' });
  ils = await sitAt(network, { role: 'ILS' });
}

const untold = (more: object = {}) => ({ ...ana(more), informed: [] });

const Tasks = z.array(
  z.object({ commune: z.string(), dueOn: z.string(), count: z.int(), isOverdue: z.boolean() }),
);
const tasks = async (seat = dpo) => Tasks.parse((await seat.get('/v1/notice-tasks')).body['items']);

const mailTo = async (to: string) => (await outbox(network)).filter((one) => one.to === to);

const later = async (instant: string) => {
  await moveTo(network, instant);
  await settle(network);
  await signIn();
};

describe('[GOV-13] [#90] [#112] who enrols somebody shows the current notice', () => {
  const line = {
    purpose: 'HOLD',
    notice: 'enrolment-adult',
    version: 1,
    by: 'PAPER_FORM',
    on: '2026-11-20',
  };
  const enrol = (informed: object[], source: string) =>
    ils.put('/v1/patrons/koha:9701', { ...ana({ source }), informed });

  it.each<[string, object[], string, string]>([
    ['no notice at all', [], 'PORTAL', 'NOTICE_REQUIRED'],
    ['a notice that nobody wrote', [{ ...line, notice: 'affiche' }], 'FORM', 'NOTICE_NOT_CURRENT'],
    ['a version of tomorrow', [{ ...line, version: 2 }], 'FORM', 'NOTICE_NOT_CURRENT'],
  ])('%s → 422', async (_title, informed, source, code) => {
    expect(await enrol(informed, source)).toMatchObject({
      status: 422,
      body: { rule: 'GOV-13', errors: [{ code }] },
    });
    expect((await ils.get('/v1/patrons/koha:9701')).status).toBe(404);
  });

  it('the current one → 201; and a newer text makes it the old one', async () => {
    expect((await enrol([line], 'FORM')).status).toBe(201);
    const { body } = await dpo.get('/v1/notices/enrolment-adult/versions/1');
    const { title, purposes, channels } = z
      .object({ title: z.string(), purposes: z.array(z.string()), channels: z.array(z.string()) })
      .parse(body);
    await dpo.post('/v1/notices', {
      ...{ id: 'enrolment-adult', locale: 'fr', title, purposes, channels },
      body: 'Nouvelle notice.',
    });
    const another = { ...ana({ source: 'PORTAL' }), informed: [line] };
    expect(await ils.put('/v1/patrons/koha:9702', another)).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'informed.0', code: 'NOTICE_NOT_CURRENT' }] },
    });
  });
});

describe('[GOV-14] [#111] data that came from elsewhere', () => {
  it('[CON-10] an old file enters untold, and each person must be told within a month', async () => {
    const row = (n: number) => ({
      ...untold({
        email: `old${String(n)}@example.org`,
        name: { family: 'Roux', given: [n === 10 ? 'Ada' : 'Zoé'] },
      }),
      patronRef: `koha:98${String(n)}`,
      source: undefined,
    });
    const answer = await ils.post('/v1/imports', {
      source: 'MIGRATION',
      commune: 'valserine',
      rows: [row(10), row(11)],
    });
    expect(answer.body['outcomes']).toMatchObject([{ status: 'ACCEPTED' }, { status: 'ACCEPTED' }]);
    expect(await tasks()).toEqual([
      { commune: 'valserine', dueOn: '2026-12-23', count: 2, isOverdue: false },
    ]);
    const { codes } = await ask(network, {
      patronRef: 'koha:9810',
      purpose: 'HOLD',
      channel: 'EMAIL',
    });
    expect(codes).toEqual(['NOT_INFORMED']);
  });

  it('a child whom a parent enrolled, and a reader of another commune', async () => {
    const guardian = { name: { family: 'Roux', given: ['Lou'] }, email: 'lou.roux@example.org' };
    const child = { category: 'CHILD', birthYear: undefined, birthDate: '2016-09-01', guardian };
    await put(
      network.as('ILS'),
      'koha:9820',
      untold({ ...child, email: undefined, mobile: undefined }),
    );
    await put(network.as('ILS'), 'koha:9821', ana({ email: 'moves@example.org' }));
    await put(
      network.as('ILS'),
      'koha:9821',
      ana({ library: 'mf-centre', email: 'moves@example.org' }),
    );
    expect(await tasks()).toMatchObject([
      { commune: 'valserine', count: 3 },
      { commune: 'montfort', count: 1 },
    ]);
    const elsewhere = await sitAt(network, { role: 'DPO', communes: ['les-essarts'] });
    expect(await tasks(elsewhere)).toEqual([]);
  });

  it('who is told meanwhile is struck off', async () => {
    await put(network.as('ILS'), 'koha:9811', ana({ email: 'old11@example.org' }));
    expect(await tasks()).toMatchObject([{ count: 2 }, { count: 1 }]);
  });

  it('[GOV-03] the others are written to before the month is over, once; the message names both controllers', async () => {
    await later('2026-12-15T12:00:00+01:00');
    expect(await mailTo('old10@example.org')).toEqual([]);
    await later('2026-12-17T12:00:00+01:00');
    const [mail, ...more] = await mailTo('old10@example.org');
    expect(more).toEqual([]);
    const { name, communes } = network.local.network;
    for (const said of [
      name,
      communes[0]?.name,
      communes[0]?.dpo?.email,
      'un ancien fichier',
      'CNIL',
    ])
      expect(mail?.text).toContain(said);
    expect(await mailTo('lou.roux@example.org')).toHaveLength(1);
    expect(await mailTo('moves@example.org')).toHaveLength(1);
    expect(await tasks()).toEqual([]);
  });

  it('[NOT-02] from then on they are informed, and the library system cannot undo it', async () => {
    const hold = { patronRef: 'koha:9810', purpose: 'HOLD', channel: 'EMAIL' };
    expect((await ask(network, hold)).codes).toEqual([]);
    await put(network.as('ILS'), 'koha:9810', untold({ email: 'old10@example.org' }));
    expect((await ask(network, hold)).codes).toEqual([]);
    expect((await ask(network, { ...hold, channel: 'SMS' })).codes).toEqual(['NOTICE_WAIT']);
  });

  it('[STA-03] whom no message reaches is overdue, for the DPO to see, without a name', async () => {
    const nobody = { email: undefined, mobile: undefined, address: undefined };
    const rows = [{ ...untold(nobody), patronRef: 'koha:9830' }];
    await ils.post('/v1/imports', { source: 'MIGRATION', commune: 'valserine', rows });
    await later('2027-01-18T12:00:00+01:00');
    const { body } = await dpo.get('/v1/notice-tasks');
    expect(body['items']).toEqual([
      { commune: 'valserine', dueOn: '2027-01-17', count: 1, filed: 1, isOverdue: true },
    ]);
  });
});
