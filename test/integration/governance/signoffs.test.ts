import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '#core/caller.ts';
import { ask, enrol, said, sitAt, type Desk } from '../../support/messages.ts';
import { moveTo, startTestNetwork, type TestNetwork } from '../../support/network.ts';

const demo = 'infra/networks/pays-de-valserine.yaml';
const folder = mkdtempSync(join(tmpdir(), 'discretion-governance-'));

/** The demo network with some lines changed. */
function changedNetwork(name: string, change: (text: string) => string): string {
  const file = join(folder, `${name}.yaml`);
  const text = readFileSync(demo, 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`${name}: nothing changed`);
  writeFileSync(file, changed);
  return file;
}

let network: TestNetwork;
let next = 0;
const sign = (dpo: Desk, code: string, body: object) =>
  dpo.post(`/v1/purposes/${code}/signoffs`, { dpo: 'H. Benali', decision: 'APPROVED', ...body });
const dpoOf = (...communes: string[]) => sitAt(network, { role: 'DPO', communes });

async function subscriber(library: string): Promise<string> {
  next += 1;
  const patronRef = `koha:${String(7000 + next)}`;
  await enrol(network, patronRef, { library, email: `g${String(next)}@example.org` });
  const desk = await sitAt(network, { role: 'DESK' });
  await desk.put(`/v1/patrons/${patronRef}/consents/NEWSLETTER/EMAIL`, said('GIVEN'));
  return patronRef;
}

const codesFor = async (patronRef: string, more: object = {}) =>
  (await ask(network, { patronRef, purpose: 'NEWSLETTER', channel: 'EMAIL', ...more })).codes;

async function stateOf(code: string, commune: string) {
  const desk = await sitAt(network, { role: 'DESK' });
  const { body } = await desk.get('/v1/purposes?limit=200');
  const items = body['items'] as { code: string; active: Record<string, { state: string }> }[];
  return items.find((one) => one.code === code)?.active[commune];
}

afterAll(() => rmSync(folder, { recursive: true }));

describe('in the demo network', () => {
  beforeAll(async () => {
    network = await startTestNetwork();
  });
  afterAll(() => network.stop());

  it('[CAM-02] a sign-off opens a purpose in that commune, at the next decision', async () => {
    const reader = await subscriber('es-lac');
    expect(await codesFor(reader)).toEqual(['PURPOSE_OFF']);
    const signed = await sign(await dpoOf('les-essarts'), 'NEWSLETTER', { commune: 'les-essarts' });
    expect(signed).toMatchObject({
      status: 201,
      body: { purpose: 'NEWSLETTER', decision: 'APPROVED', validUntil: '2027-11-23', version: 1 },
    });
    expect(await codesFor(reader)).toEqual([]);
    expect(await stateOf('NEWSLETTER', 'les-essarts')).toEqual({
      state: 'ACTIVE',
      signedBy: 'H. Benali',
      until: '2027-11-23',
    });
    expect((await stateOf('AGE_EVENTS', 'les-essarts'))?.state).toBe('OFF');
  });

  it('[CAM-02] a refusal closes what the network file had opened', async () => {
    const reader = await subscriber('mf-ecole');
    expect(await codesFor(reader)).toEqual([]);
    await sign(await dpoOf('montfort'), 'NEWSLETTER', {
      commune: 'montfort',
      decision: 'REFUSED',
      reason: 'Texte à revoir',
    });
    expect(await codesFor(reader)).toEqual(['PURPOSE_OFF']);
    expect((await stateOf('NEWSLETTER', 'montfort'))?.state).toBe('OFF');
    expect((await stateOf('NEWSLETTER', 'valserine'))?.state).toBe('ACTIVE');
  });

  it('[CAM-03] in a joint send the objector is out, and all are until somebody answers for it', async () => {
    const [valserine, montfort] = [await subscriber('vs-gare'), await subscriber('mf-prieure')];
    const joint = ['valserine', 'montfort'];
    const refusal = { commune: 'montfort', decision: 'REFUSED' };
    expect((await sign(await dpoOf('montfort'), 'NEWSLETTER', refusal)).status).toBe(201);
    expect(await codesFor(valserine, { joint })).toEqual(['PURPOSE_OFF']);
    expect(await codesFor(valserine)).toEqual([]);
    await sign(await dpoOf('valserine'), 'NEWSLETTER', {
      commune: 'valserine',
      finalController: 'Commune de Valserine',
    });
    expect(await codesFor(valserine, { joint })).toEqual([]);
    expect(await codesFor(montfort, { joint })).toEqual(['PURPOSE_OFF']);
  });

  it.each(['READING_INVITE', 'HISTORY_KEEP'])(
    '[GOV-08] %s is signed with its impact assessment or not at all',
    async (code) => {
      const dpo = await dpoOf('valserine');
      expect(await sign(dpo, code, { commune: 'valserine' })).toMatchObject({
        status: 422,
        body: { rule: 'GOV-08', errors: [{ field: 'dpiaRef', code: 'DPIA_REQUIRED' }] },
      });
      const signed = await sign(dpo, code, { commune: 'valserine', dpiaRef: 'AIPD-2026-11' });
      expect(signed.status).toBe(201);
      expect((await stateOf(code, 'valserine'))?.state).toBe('ACTIVE');
    },
  );

  it.each(['2026-11-22', '2027-11-24'])(
    '[CAM-02] holds from today on and for a year at most: not until %s',
    async (validUntil) => {
      const answer = await sign(await dpoOf('valserine'), 'SURVEY', {
        commune: 'valserine',
        validUntil,
      });
      expect(answer).toMatchObject({ status: 422, body: { rule: 'CAM-02' } });
    },
  );

  it('[CAM-02] is for the DPO of that commune, and for nobody else', async () => {
    const body = { commune: 'les-essarts' };
    expect((await sign(await dpoOf('valserine', 'montfort'), 'SURVEY', body)).status).toBe(404);
    expect((await sign(await dpoOf('*'), 'SURVEY', { commune: 'nowhere' })).status).toBe(404);
    for (const role of Role.options.filter((one) => one !== 'DPO')) {
      const somebody = await sitAt(network, { role });
      expect((await sign(somebody, 'SURVEY', body)).status).toBe(403);
    }
  });

  it.each([
    ['POLITICAL', 'CAM-10'],
    ['PARTNER_MAILING', 'CAM-09'],
    ['NOMINATIVE_LIST', 'DIS-01'],
    ['SALE', 'CAM-01'],
    ['GENERAL_MUNICIPAL', 'CAM-01'],
    ['CROSS_FILE', 'DAT-08'],
    ['VOEUX_MAIRE', 'CAM-01'],
  ])('[CAM-01] [CAM-10] nobody signs %s', async (code, rule) => {
    expect(await sign(await dpoOf('*'), code, { commune: 'valserine' })).toMatchObject({
      status: 403,
      body: { code: 'PURPOSE_FORBIDDEN', rule },
    });
    for (const role of Role.options.filter((one) => one !== 'DPO')) {
      const somebody = await sitAt(network, { role });
      expect((await sign(somebody, code, { commune: 'valserine' })).status).toBe(403);
    }
  });

  it('two decisions at once are both kept', async () => {
    const dpo = await dpoOf('montfort');
    const answers = await Promise.all(
      ['SURVEY', 'HOLD', 'OVERDUE', 'AGE_EVENTS'].map((code) =>
        sign(dpo, code, { commune: 'montfort', decision: 'REFUSED' }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    for (const code of ['SURVEY', 'HOLD', 'OVERDUE', 'AGE_EVENTS'])
      expect((await stateOf(code, 'montfort'))?.state).toBe('OFF');
  });

  it('[GOV-01] [GOV-03] the register says for each commune who answers, what is kept, and who carries it', async () => {
    const dpo = await dpoOf('les-essarts');
    const { status, body } = await dpo.get('/v1/register?commune=les-essarts&limit=200');
    expect(status).toBe(200);
    const items = body['items'] as Record<string, unknown>[];
    expect(items).toHaveLength(19);
    expect(items.find(({ purpose }) => purpose === 'OVERDUE')).toMatchObject({
      commune: 'les-essarts',
      controllers: [{ id: 'les-essarts' }, { id: 'pays-de-valserine' }],
      dpo: { email: 'dpo@les-essarts.example' },
      legalBasis: 'PUBLIC_TASK',
      retention: ['RET-16'],
      recipients: [
        { service: 'EMAIL', contractRef: 'MAPA-2026-14' },
        { service: 'SMS' },
        { service: 'HOSTING' },
      ],
      state: 'ACTIVE',
      signedBy: 'Hakim Benali',
    });
    expect((await dpo.get('/v1/register?commune=valserine')).status).toBe(404);
    expect((await (await sitAt(network, { role: 'ILS' })).get('/v1/register')).status).toBe(403);
  });

  it('[GOV-03] a notice names controllers of this network, and binds no reader of another', async () => {
    const manager = await sitAt(network, { role: 'MANAGER' });
    const notice = {
      id: 'lettre-montfort',
      locale: 'fr',
      purposes: ['NEWSLETTER'],
      channels: ['EMAIL'],
      title: 'La lettre',
      body: 'Montfort et le réseau.',
      controllers: ['montfort'],
    };
    expect(
      await manager.post('/v1/notices', { ...notice, controllers: ['mairie-de-lyon'] }),
    ).toMatchObject({ status: 422, body: { rule: 'GOV-03' } });
    expect((await manager.post('/v1/notices', notice)).status).toBe(201);
    const desk = await sitAt(network, { role: 'DESK' });
    const yes = said('GIVEN', {
      at: '2026-11-23T09:00:00+01:00',
      notice: { id: 'lettre-montfort', version: 1, locale: 'fr' },
    });
    const at = async (library: string) =>
      desk.put(`/v1/patrons/${await subscriber(library)}/consents/NEWSLETTER/EMAIL`, yes);
    expect(await at('vs-centre')).toMatchObject({ status: 422, body: { rule: 'GOV-03' } });
    expect((await at('mf-centre')).status).toBe(200);
  });

  it('[CAM-02] a sign-off that lapses closes the purpose the day after, until it is renewed', async () => {
    const reader = await subscriber('vs-centre');
    await sign(await dpoOf('valserine'), 'NEWSLETTER', {
      commune: 'valserine',
      validUntil: '2026-12-04',
    });
    await moveTo(network, '2026-12-04T23:30:00+01:00');
    expect(await codesFor(reader)).toEqual([]);
    await moveTo(network, '2026-12-05T00:00:00+01:00');
    expect(await codesFor(reader)).toEqual(['PURPOSE_OFF']);
    expect((await stateOf('NEWSLETTER', 'valserine'))?.state).toBe('EXPIRED');
    await sign(await dpoOf('valserine'), 'NEWSLETTER', { commune: 'valserine' });
    expect(await codesFor(reader)).toEqual([]);
  });
});

describe('in a network whose file says otherwise', () => {
  afterEach(() => network.stop());

  it('[GOV-02] a commune without a DPO is blocked, and nobody can sign for it', async () => {
    const networkFile = changedNetwork('no-dpo', (text) =>
      text.replace(/^ +dpo: \{ name: Hakim.*\n/mu, ''),
    );
    network = await startTestNetwork({ networkFile });
    const reader = await subscriber('es-lac');
    expect(
      (await ask(network, { patronRef: reader, purpose: 'HOLD', channel: 'EMAIL' })).codes,
    ).toEqual(['CONTROLLER_BLOCKED']);
    expect(
      await sign(await dpoOf('les-essarts'), 'SURVEY', { commune: 'les-essarts' }),
    ).toMatchObject({ status: 409, body: { code: 'CONTROLLER_BLOCKED', rule: 'GOV-02' } });
  });

  it('[GOV-04] a channel closes the day after the last contract of its providers', async () => {
    const networkFile = changedNetwork('contract', (text) =>
      text.replace(/(service: SMS[^}]*endsOn: )2035-12-31/u, '$12026-11-27'),
    );
    network = await startTestNetwork({ networkFile });
    const reader = await subscriber('vs-centre');
    const hold = async (channel: string) =>
      (await ask(network, { patronRef: reader, purpose: 'HOLD', channel })).codes;
    await moveTo(network, '2026-11-27T12:00:00+01:00');
    expect(await hold('SMS')).toEqual([]);
    await moveTo(network, '2026-11-28T12:00:00+01:00');
    expect(await hold('SMS')).toEqual(['VENDOR_EXPIRED']);
    expect(await hold('EMAIL')).toEqual([]);
  });

  it('[CAM-11] in the six months before an election only the service goes on', async () => {
    const networkFile = changedNetwork('election', (text) =>
      text.replace('firstRound: 2032-03-14, lastRound: 2032-03-21', 'firstRound: 2027-06-13'),
    );
    network = await startTestNetwork({ networkFile });
    const reader = await subscriber('vs-centre');
    await moveTo(network, '2026-11-30T12:00:00+01:00');
    expect(await codesFor(reader)).toEqual([]);
    await moveTo(network, '2026-12-01T12:00:00+01:00');
    expect(await codesFor(reader)).toEqual(['ELECTION_RESERVE']);
    expect(await codesFor(reader, { purpose: 'HOLD' })).toEqual([]);
  });
});
