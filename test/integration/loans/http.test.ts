import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ana,
  loanCreated,
  loanReturned,
  moveTo,
  postEvents,
  put,
  raw,
  startTestNetwork,
  tokenOf,
  type TestNetwork,
} from '../../support/network.ts';
import { readPdf } from '../../support/pdf.ts';
import type { Client } from '../../../infra/local/client.ts';

let network: TestNetwork;
let ils: Client;
const tokens = new Map<string, string>();

const as = async (claims: object): Promise<string> => {
  const name = JSON.stringify(claims);
  const token = tokens.get(name) ?? (await tokenOf(network, claims));
  tokens.set(name, token);
  return token;
};
const get = async (path: string, claims: object, accept?: string) =>
  raw(`${network.baseUrl}${path}`, {
    token: await as(claims),
    ...(accept && { headers: { accept } }),
  });

const desk = { role: 'DESK', communes: ['valserine'] };
const deskOfMontfort = { role: 'DESK', communes: ['montfort'] };
const patron = { role: 'PATRON', patronRef: 'koha:1042' };
const loansPath = '/v1/patrons/koha:1042/loans';

const items = (body: Record<string, unknown>) => body['items'] as Record<string, unknown>[];
const refs = (body: Record<string, unknown>) =>
  items(body)
    .map(({ loanRef }) => loanRef)
    .toSorted();

beforeAll(async () => {
  network = await startTestNetwork();
  ils = network.as('ILS');
  await put(ils, 'koha:1042');
  await put(
    ils,
    'koha:7',
    ana({
      category: 'CHILD',
      birthYear: undefined,
      birthDate: '2015-03-01',
      guardian: { patronRef: 'koha:1042' },
    }),
  );
  await put(
    ils,
    'koha:8',
    ana({
      category: 'TEEN',
      birthYear: undefined,
      birthDate: '2010-03-01',
      guardian: { patronRef: 'koha:1042' },
    }),
  );
  await postEvents(ils, [
    loanCreated(1),
    loanCreated(2, { library: 'mf-centre', title: 'Nana' }),
    loanCreated(3, { title: '=cmd|"x"' }),
    loanReturned(3),
    loanCreated(71, { patronRef: 'koha:7' }),
    loanCreated(72, { patronRef: 'koha:7' }),
    loanReturned(72),
    loanCreated(81, { patronRef: 'koha:8' }),
    loanCreated(82, { patronRef: 'koha:8', itemRef: 'koha:item:3' }),
    loanReturned(82, { at: '2026-11-21T10:00:00+01:00' }),
  ]);
});
afterAll(() => network.stop());

describe('GET /v1/patrons/{patronRef}/loans', () => {
  it('[#9] shows the desk what is out, with titles for its own loans and due dates alone for others', async () => {
    const { status, body } = await get(loansPath, desk);
    expect(status).toBe(200);
    expect(refs(body)).toEqual(['koha:1', 'koha:2']);
    expect(items(body).find(({ loanRef }) => loanRef === 'koha:1')).toMatchObject({
      title: 'Germinal',
      dueOn: '2026-11-23',
      state: 'OPEN',
    });
    expect(items(body).find(({ loanRef }) => loanRef === 'koha:2')).not.toHaveProperty('title');
  });

  it('[#6] [RET-01] has no list of returned loans for any member of staff', async () => {
    for (const role of ['DESK', 'MANAGER', 'REGISSEUR']) {
      const { body } = await get(loansPath, { role, communes: ['*'] });
      expect(items(body).every(({ state }) => state === 'OPEN')).toBe(true);
    }
    for (const role of ['LIBRARIAN', 'COMMUNICATION', 'STATS', 'ADMIN', 'DPO']) {
      expect((await get(loansPath, { role, communes: ['*'] })).status).toBe(403);
    }
  });

  it('[GOV-10] shows the desk of another commune only what that commune lent', async () => {
    const { body } = await get(loansPath, deskOfMontfort);
    expect(refs(body)).toEqual(['koha:2']);
    const stranger = await get(loansPath, { role: 'DESK', communes: ['les-essarts'] });
    expect(stranger.status).toBe(404);
    expect((await get('/v1/patrons/koha:404/loans', desk)).status).toBe(404);
  });

  it('[RGT-04] shows readers everything of theirs that is kept, and until when', async () => {
    const { body } = await get(loansPath, patron);
    expect(refs(body)).toEqual(['koha:1', 'koha:2', 'koha:3']);
    expect(items(body).find(({ loanRef }) => loanRef === 'koha:3')).toMatchObject({
      state: 'RETURNED',
      returnedAt: '2026-11-20T16:04:00+01:00',
      visibleUntil: '2027-03-31T23:59:59+02:00',
      purgeAt: '2027-04-01T00:00:00+02:00',
    });
    expect((await get('/v1/patrons/koha:7/loans', patron)).status).toBe(404);
  });

  it('[DIS-06] shows a guardian the loans of a child, and of a teenager the due dates alone', async () => {
    const guardian = { role: 'GUARDIAN', guardianOf: ['koha:7', 'koha:8'] };
    expect(refs((await get('/v1/patrons/koha:7/loans', guardian)).body)).toEqual([
      'koha:71',
      'koha:72',
    ]);
    const teen = items((await get('/v1/patrons/koha:8/loans', guardian)).body);
    expect(teen.map(({ loanRef }) => loanRef)).toEqual(['koha:81']);
    expect(teen[0]).toHaveProperty('dueOn');
    expect(teen[0]).not.toHaveProperty('title');
    expect(teen[0]).not.toHaveProperty('itemRef');
    expect((await get('/v1/patrons/koha:8/reading-list', guardian)).status).toBe(404);
    expect((await get('/v1/patrons/koha:7/reading-list', guardian)).status).toBe(200);
  });
});

describe('GET /v1/items/{itemRef}/borrowers', () => {
  const path = '/v1/items/koha:item:3/borrowers';

  it('[#7] names the last borrowers, latest first, to the desk of the lending library', async () => {
    const { body } = await get(path, desk);
    expect(items(body)).toEqual([
      { patronRef: 'koha:8', returnedAt: '2026-11-21T10:00:00+01:00' },
      { patronRef: 'koha:1042', returnedAt: '2026-11-20T16:04:00+01:00' },
    ]);
    expect(items((await get(path, deskOfMontfort)).body)).toEqual([]);
    expect((await get(path, patron)).status).toBe(403);
  });
});

describe('GET /v1/patrons/{patronRef}/reading-list', () => {
  const path = '/v1/patrons/koha:1042/reading-list';
  const written = async (accept: string, claims: object) => {
    const response = await fetch(`${network.baseUrl}${path}`, {
      headers: { accept, authorization: `Bearer ${await as(claims)}` },
    });
    return { type: response.headers.get('content-type'), text: await response.text() };
  };

  it('[#8] [RGT-04] is printed at the desk for a reader without e-mail', async () => {
    const { type, text } = await written('text/html', desk);
    expect(type).toContain('text/html');
    expect(text).toContain('<h1>Ma liste de lectures</h1>');
    expect(text).toContain('Germinal');
    expect(text).toContain('20 novembre 2026');
    expect(text).not.toContain('=cmd|"x"');
    expect((await get(path, deskOfMontfort)).status).toBe(404);
  });

  it('[#29] [RGT-04] is handed over as a table that no office program takes for a formula', async () => {
    const { type, text } = await written('text/csv', patron);
    expect(type).toContain('text/csv');
    expect(text).toContain(`"'=cmd|""x"""`);
    expect(text.trimEnd().split('\r\n')).toHaveLength(4);
  });

  it('[#8] [RGT-04] is a file to print in large letters, in the language of the reader', async () => {
    const ask = async (claims: object, language: string) =>
      fetch(`${network.baseUrl}${path}`, {
        headers: {
          accept: 'application/pdf',
          'accept-language': language,
          authorization: `Bearer ${await as(claims)}`,
        },
      });
    const answer = await ask(desk, 'fr');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const read = await readPdf(await answer.arrayBuffer());
    expect(read).toMatchObject({ title: 'Ma liste de lectures', language: 'fr-FR' });
    expect(read.pages).toHaveLength(1);
    expect(read.pages[0]).toEqual(
      expect.arrayContaining([
        'Réseau des bibliothèques du Pays de Valserine',
        'Germinal',
        'À rendre le 23 novembre 2026',
        '=cmd|"x"',
        'Rendu le 20 novembre 2026',
        'Oublié après le 31 mars 2027',
        'Imprimé le 23 novembre 2026 Page 1 sur 1',
      ]),
    );
    const own = await readPdf(await (await ask(patron, 'en')).arrayBuffer());
    expect(own).toMatchObject({ title: 'My reading list', language: 'en-GB' });
    expect((await ask(deskOfMontfort, 'fr')).status).toBe(404);
  });

  it('[#27] answers “have I read it?” within the window and not after', async () => {
    expect(refs((await get(path, patron)).body)).toContain('koha:3');
  });
});

describe('after the deadline', () => {
  it('[RET-04] [RET-05] [RET-21] [#27] nothing is left, on any path, and the slip says how much went', async () => {
    await moveTo(network, '2027-03-31T23:59:59+02:00');
    expect(refs((await get(loansPath, patron)).body)).toContain('koha:3');
    await moveTo(network, '2027-04-01T00:00:00+02:00');
    expect(refs((await get(loansPath, patron)).body)).toEqual(['koha:1', 'koha:2']);
    expect(refs((await get('/v1/patrons/koha:1042/reading-list', patron)).body)).toEqual([
      'koha:1',
      'koha:2',
    ]);
    expect(items((await get('/v1/items/koha:item:3/borrowers', desk)).body)).toEqual([]);
    const dpo = { role: 'DPO', communes: ['valserine'] };
    const runs = items((await get('/v1/retention-runs', dpo)).body);
    expect(runs).toEqual([
      expect.objectContaining({
        rule: 'RET-01',
        commune: 'valserine',
        category: 'LOAN_LINK',
        found: 3,
        deleted: 3,
        recount: 0,
        from: '2026-11-20',
        to: '2026-11-21',
      }),
    ]);
    const slip = await get(`/v1/retention-runs/${String(runs[0]?.['runId'])}/slip`, dpo);
    expect(slip.body).toMatchObject({
      category: 'LOAN_LINK',
      count: 3,
      rule: 'RET-01',
      archivesVisaRef: 'AD01-2025-118',
    });
    await moveTo(network, '2027-04-03T00:00:00+02:00');
    expect(items((await get('/v1/retention-runs', dpo)).body)).toHaveLength(1);
    expect(
      items((await get('/v1/retention-runs', { role: 'DPO', communes: ['montfort'] })).body),
    ).toEqual([]);
  });
});
