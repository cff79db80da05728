import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contribute as exportStep } from '../../../functions/paper/handlers/export.ts';
import { manifest as paper } from '../../../functions/paper/manifest.ts';
import { createForms } from '../../../functions/paper/adapters/form-store.ts';
import { manifest as patrons } from '../../../functions/patrons/manifest.ts';
import { manifest as rights } from '../../../functions/rights/manifest.ts';
import { enrol } from '../../support/intake.ts';
import {
  ana,
  put,
  raw,
  startTestNetwork,
  tokenOf,
  type TestNetwork,
} from '../../support/network.ts';
import { countRaw, erase } from '../../support/rights.ts';
import { openTestGround } from '../../support/runtime.ts';

let network: TestNetwork;
beforeAll(async () => {
  network = await startTestNetwork();
  await put(network.as('ILS'), 'koha:1042');
  await put(
    network.as('ILS'),
    'koha:1043',
    ana({ name: { family: 'Benali' }, email: 'b@example.org' }),
  );
});
afterAll(() => network.stop());

const desk = { role: 'DESK', communes: ['valserine'] };
const call = async (method: string, path: string, body?: object, claims: object = desk) =>
  raw(network.baseUrl + path, {
    method,
    token: await tokenOf(network, claims),
    ...(body && { body }),
  });
const form = (more: object = {}) => ({
  library: 'vs-centre',
  kind: 'ENROLMENT',
  place: 'armoire-2',
  signedOn: '2025-09-01',
  patronRef: 'koha:1042',
  ...more,
});
const file = (number: string, more: object = {}, claims: object = desk) =>
  call('PUT', `/v1/paper-forms/${number}`, form(more), claims);
const list = async (path = '/v1/shred-list', claims: object = desk) =>
  (await call('GET', path, undefined, claims)).body['items'];

describe('the register of paper forms', () => {
  it('[GOV-16] [#17] knows where a form lies; what it may not know it refuses', async () => {
    expect((await file('VS-2025-0118')).status).toBe(200);
    expect((await file('VS-2025-0118')).status).toBe(200);
    expect((await file('VS-2025-0118', { patronRef: 'koha:1043' })).status).toBe(409);
    expect((await file('VS-1', { patronRef: 'koha:404' })).status).toBe(404);
    expect((await file('VS-2', { library: 'mf-centre' })).status).toBe(404);
    expect((await file('VS-3', { signedOn: '2026-11-24' })).status).toBe(422);
    expect((await file('VS-4', { name: 'Nguyên' })).status).toBe(422);
    expect((await file('VS-5', { place: 'chez Ana' })).status).toBe(422);
    expect((await file('VS-6', {}, { role: 'DESK', communes: ['montfort'] })).status).toBe(404);
    expect(await list()).toEqual([]);
  });

  it('[GOV-16] [RGT-06] puts the forms of an erased reader on the shred list, by number and without a name', async () => {
    await file('VS-2025-0119', { kind: 'CONSENT', place: 'armoire-3' });
    await file('VS-2025-0200', { patronRef: 'koha:1043' });
    const done = await erase(network, 'koha:1042');
    expect(done.state).toBe('COMPLETED');
    expect(done.categories.find(({ name }) => name === 'PAPER_FORMS')).toMatchObject({
      ...{ state: 'ERASED', found: 2, deleted: 2, recount: 0 },
    });
    const described = { library: 'vs-centre', signedOn: '2025-09-01', since: '2026-11-23' };
    expect(await list('/v1/shred-list?commune=valserine')).toEqual(
      expect.arrayContaining([
        { ...described, formNumber: 'VS-2025-0118', kind: 'ENROLMENT', place: 'armoire-2' },
        { ...described, formNumber: 'VS-2025-0119', kind: 'CONSENT', place: 'armoire-3' },
      ]),
    );
    expect(await list()).toHaveLength(2);
    expect(await list('/v1/shred-list', { role: 'MANAGER', communes: ['montfort'] })).toEqual([]);
    expect(await countRaw(network, 'koha:1042')).toBe(0);
    for (const role of ['COMMUNICATION', 'STATS', 'ILS', 'PATRON'])
      expect((await call('GET', '/v1/shred-list', undefined, { role })).status).toBe(403);
  });

  it('[GOV-16] strikes off what was shredded, once, with the date', async () => {
    const path = '/v1/paper-forms/VS-2025-0118/destruction';
    expect((await call('PUT', path, { on: '2026-11-24' })).status).toBe(422);
    const foreign = { role: 'DESK', communes: ['montfort'] };
    expect((await call('PUT', path, { on: '2026-11-23' }, foreign)).status).toBe(404);
    const { status, body } = await call('PUT', path, { on: '2026-11-23', scanned: true });
    expect([status, body]).toEqual([200, { on: '2026-11-23', scanned: true }]);
    expect((await call('PUT', path, { on: '2026-11-23' })).status).toBe(404);
    expect(await list()).toMatchObject([{ formNumber: 'VS-2025-0119' }]);
    expect((await file('VS-2025-0118', { patronRef: 'koha:1043' })).status).toBe(409);
  });
});

describe('the forms of one reader', () => {
  it('[RGT-03] are told to that reader', async () => {
    const now = '2026-11-23T09:00:00+01:00';
    const ground = await openTestGround({ manifests: [paper, patrons, rights], now });
    const reader = await enrol(ground.runtime(), 'koha:1042');
    const { patronRef: _ref, ...described } = form();
    const [kept] = [{ library: 'vs-centre', kind: 'PARENTAL_AUTHORISATION' as const }];
    await createForms(ground.runtime()).file({
      ...{ ...described, ...kept, place: 'a', signedOn: '2025-09-01' },
      ...{ formNumber: 'VS-9', commune: 'valserine', subjectRef: reader.subjectRef },
    });
    expect(await exportStep(ground.runtime()).read(reader, ground.runtime().clock.now())).toEqual([
      {
        formNumber: 'VS-9',
        kind: 'PARENTAL_AUTHORISATION',
        library: 'vs-centre',
        signedOn: '2025-09-01',
      },
    ]);
    await ground.stop();
  });
});
