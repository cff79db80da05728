import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { ask, local, notify, outbox, sitAt, type Desk } from '../../support/messages.ts';
import { ana, settle, startTestNetwork, type TestNetwork } from '../../support/network.ts';
import { countRaw, erase } from '../../support/rights.ts';

let network: TestNetwork;
let ils: Desk;
let desk: Desk;

beforeAll(async () => {
  network = await startTestNetwork();
  ils = await sitAt(network, { role: 'ILS' });
  desk = await sitAt(network, { role: 'DESK' });
});
afterAll(() => network.stop());

const Outcomes = z.array(
  z.object({ status: z.string(), errors: z.array(z.looseObject({ code: z.string() })) }),
);
const Warned = z.object({
  warnings: z.array(z.looseObject({ code: z.string(), rule: z.string().optional() })),
  quarantined: z.boolean(),
});

const bring = async (commune: string, rows: object[]) => {
  const { body } = await ils.post('/v1/imports', { source: 'MIGRATION', commune, rows });
  return Outcomes.parse(body['outcomes']).map(({ status, errors }) =>
    [status, ...errors.map(({ code }) => code)].join(' '),
  );
};
const report = async (commune: string) =>
  (await ils.get(`/v1/imports/quality?commune=${commune}`)).body;
const person = (given: string, more: object = {}) =>
  ana({
    ...{ name: { family: 'Ferrand', given: [given] }, birthYear: 1975 },
    ...{ email: `${given.toLowerCase()}@example.org`, mobile: undefined },
    ...more,
  });
const row = (patronRef: string, given: string, more: object = {}) => ({
  patronRef,
  ...person(given, more),
});
const lake = { library: 'es-lac' };

describe('[DAT-07] the quality of what is imported', () => {
  it('is told row by row and counted by problem, before anything may be sent', async () => {
    expect(
      await bring('les-essarts', [
        row('koha:e1', 'Maud', lake),
        row('koha:e2', 'Paul', { ...lake, birthYear: 1900 }),
        row('koha:e3', 'Rose', { ...lake, enrolledOn: '2026-02-30' }),
        row('koha:e4', 'Yves', { ...lake, mobile: '06 12 34 56 78' }),
        row('koha:e5', 'MAUD', lake),
      ]),
    ).toEqual([
      'ACCEPTED',
      'QUARANTINED PLACEHOLDER_BIRTH IMPOSSIBLE_AGE',
      'REJECTED IMPOSSIBLE_DATE',
      'REJECTED NOT_E164',
      'QUARANTINED DUPLICATE',
    ]);
    expect(await report('les-essarts')).toEqual({
      commune: 'les-essarts',
      quarantined: 2,
      rejected: 2,
      counts: {
        ...{ PLACEHOLDER_BIRTH: 1, IMPOSSIBLE_AGE: 1, IMPOSSIBLE_DATE: 1, NOT_E164: 1 },
        DUPLICATE: 2,
      },
    });
    const codesOf = async (patronRef: string) =>
      (await ask(network, { patronRef, purpose: 'ACCOUNT', channel: 'EMAIL' })).codes;
    expect([await codesOf('koha:e1'), await codesOf('koha:e2'), await codesOf('koha:e5')]).toEqual([
      [],
      ['QUARANTINED'],
      ['QUARANTINED'],
    ]);
  });

  it('leaves the report when it is corrected, when the other record is gone, and when the desk has looked', async () => {
    expect(await bring('les-essarts', [row('koha:e3', 'Rose', lake)])).toEqual(['ACCEPTED']);
    await ils.put('/v1/patrons/koha:e2', person('Paul', { ...lake, birthYear: 1960 }));
    const { body } = await desk.put('/v1/patrons/koha:e5', person('MAUD', lake));
    expect(Warned.parse(body)).toMatchObject({
      quarantined: false,
      warnings: [{ code: 'DUPLICATE', rule: 'DAT-07' }],
    });
    expect((await report('les-essarts'))['counts']).toEqual({ NOT_E164: 1, DUPLICATE: 2 });
    await erase(network, 'koha:e5');
    expect(await report('les-essarts')).toMatchObject({
      ...{ quarantined: 0, rejected: 1, counts: { NOT_E164: 1 } },
    });
  });

  it('[GOV-10] the same person in two communes: each desk is warned, neither learns anything of the other', async () => {
    await ils.put('/v1/patrons/koha:v9', person('Jeanne'));
    const { body } = await ils.put(
      '/v1/patrons/koha:m9',
      person('Jeanne', { library: 'mf-ecole' }),
    );
    expect(Warned.parse(body)).toMatchObject({
      quarantined: false,
      warnings: [{ code: 'DUPLICATE_ELSEWHERE', rule: 'DAT-07' }],
    });
    expect(JSON.stringify(body)).not.toMatch(/valserine|v9/u);
    const first = await desk.get('/v1/patrons/koha:v9');
    expect(first.body['problems']).toEqual(['DUPLICATE_ELSEWHERE']);
    expect(JSON.stringify(first.body)).not.toMatch(/montfort|m9/u);
    for (const commune of ['valserine', 'montfort'])
      expect((await report(commune))['counts']).toMatchObject({ DUPLICATE_ELSEWHERE: 1 });
  });

  it('[#21] a family that shares an address and a number is no double', async () => {
    const shared = { mobile: '+33612000001', email: 'famille@example.org' };
    await ils.put('/v1/patrons/koha:f1', person('Anne', shared));
    const { body } = await ils.put('/v1/patrons/koha:f2', person('Zoé', shared));
    expect(Warned.parse(body).warnings).toEqual([]);
  });

  it('[GOV-10] the report of another commune is absent', async () => {
    const other = await sitAt(network, { role: 'MANAGER', communes: ['montfort'] });
    expect((await other.get('/v1/imports/quality?commune=valserine')).status).toBe(404);
  });
});

describe('[DAT-02] [#81] the NIR is refused everywhere', () => {
  const nir = '2 06 12 75 111 005 64';
  it.each([
    ['a card number', '/v1/patrons/koha:206127511100564', person('Nina')],
    [
      'a note',
      '/v1/patrons/koha:n1',
      person('Nina', { notes: [{ text: nir, by: 'a', on: '2026-11-20' }] }),
    ],
    ['an address', '/v1/patrons/koha:n1', person('Nina', { address: { lines: [nir] } })],
    [
      'the name of who informed',
      '/v1/patrons/koha:n1',
      person('Nina', { identitySeen: { by: nir, on: '2026-11-20' } }),
    ],
    ['Corsica', '/v1/patrons/koha:n1', person('Nina', { address: { lines: ['255022A00400789'] } })],
  ])('in %s', async (_title, path, body) => {
    const answer = await ils.put(path, body);
    expect([answer.status, answer.body['rule']]).toEqual([422, 'DAT-02']);
  });

  it('in the name of a file', async () => {
    const source = `lecteurs-${nir}.csv`;
    const answer = await ils.post('/v1/imports', { source, commune: 'valserine', rows: [] });
    expect([answer.status, await countRaw(network, nir)]).toEqual([422, 0]);
  });

  it('with a wrong key it is a warning', async () => {
    const lines = ['2 06 12 75 111 005 65'];
    const { status, body } = await ils.put(
      '/v1/patrons/koha:n2',
      person('Nils', { address: { lines } }),
    );
    expect([status, Warned.parse(body).warnings[0]?.rule]).toEqual([201, 'DAT-02']);
  });
});

describe('[DAT-04] [DAT-05] [#16] [#82] what a commune did not switch on', () => {
  it.each([
    ['free words', { notes: [{ text: 'Rappeler lundi', by: 'a', on: '2026-11-20' }] }, 'DAT-04'],
    [
      'a judgement',
      { notes: [{ text: 'caractériel, au RSA', by: 'a', on: '2026-11-20' }] },
      'DAT-04',
    ],
    ['an occupation', { occupation: '5' }, 'DAT-05'],
    ['a detailed occupation', { occupation: '543a' }, 'DAT-05'],
  ])('%s is refused and changes nothing', async (_title, more, rule) => {
    const answer = await ils.put('/v1/patrons/koha:o1', person('Olga', more));
    expect([answer.status, answer.body['rule']]).toEqual([422, rule]);
    expect((await ils.get('/v1/patrons/koha:o1')).status).toBe(404);
  });

  it('[RGT-03] a coded note is kept, seen at the desk and by the reader', async () => {
    await ils.put(
      '/v1/patrons/koha:o2',
      person('Ola', { notes: [{ code: 'ACCESS_LARGE_PRINT' }] }),
    );
    const reader = await sitAt(network, { role: 'PATRON', patronRef: 'koha:o2' });
    for (const who of [desk, reader])
      expect((await who.get('/v1/patrons/koha:o2')).body['notes']).toEqual([
        { code: 'ACCESS_LARGE_PRINT' },
      ]);
  });
});

describe('[NOT-15] [#21] [#33] a contact that does not work', () => {
  const bounce = async (type: string) => {
    const sent = (await outbox(network)).at(-1);
    await local(network, 'feedback', { messageId: sent?.messageId, type });
    await settle(network);
  };
  const stateOf = async (patronRef: string) =>
    z
      .object({ EMAIL: z.object({ state: z.string() }) })
      .parse((await desk.get(`/v1/patrons/${patronRef}`)).body['channels']).EMAIL.state;
  const write = (patronRef: string) =>
    notify(network, { purpose: 'ACCOUNT', patronRef, data: { expiresOn: '2026-12-24' } });

  it('a hard bounce is shown at the desk, and a new address starts again', async () => {
    await ils.put('/v1/patrons/koha:b1', person('Basile'));
    await write('koha:b1');
    await bounce('BOUNCE_HARD');
    expect(await stateOf('koha:b1')).toBe('INVALID');
    await ils.put('/v1/patrons/koha:b1', person('Basile', { email: 'new@example.org' }));
    expect(await stateOf('koha:b1')).toBe('OK');
    await ils.put('/v1/patrons/koha:b1', person('Basile', { email: undefined }));
    expect(await stateOf('koha:b1')).toBe('MISSING');
  });

  it('three soft bounces in a row set it aside, and one that arrived in between starts again', async () => {
    await ils.put('/v1/patrons/koha:b2', person('Colas'));
    const round = async (softly: boolean) => {
      await write('koha:b2');
      if (softly) await bounce('BOUNCE_SOFT');
      await local(network, 'clock', { advance: 'PT10M' });
      return stateOf('koha:b2');
    };
    const rounds: string[] = [];
    for (const softly of [true, true, false, true, true, true]) rounds.push(await round(softly));
    expect(rounds).toEqual(['OK', 'OK', 'OK', 'OK', 'OK', 'INVALID']);
  });
});
