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

let network: TestNetwork;
const readers = Array.from({ length: 26 }, (_, n) => `koha:${String(2000 + n)}`);

beforeAll(async () => {
  network = await startTestNetwork();
  const ils = network.as('ILS');
  for (const [n, ref] of readers.entries())
    await put(ils, ref, ana({ email: `r${String(n)}@example.org`, mobile: undefined }));
  const lent = readers.flatMap((patronRef, n) =>
    ['vs-centre', 'vs-gare'].map((library) =>
      loanCreated(`${library}-${String(n)}`, { patronRef, library }),
    ),
  );
  const rare = loanCreated('rare', { patronRef: readers[0], library: 'vs-bibliobus' });
  await postEvents(ils, [...lent, rare]);
  await postEvents(ils, [
    ...readers.map((_, n) => loanReturned(`vs-centre-${String(n)}`)),
    loanReturned('rare', { library: 'vs-bibliobus' }),
  ]);
}, 60_000);
afterAll(() => network.stop());

const path = '/v1/statistics/loans?commune=valserine&from=2026-11&to=2026-11';

async function read(role: string, query = path, communes = ['*'], headers = {}) {
  const token = await tokenOf(network, { role, communes });
  return raw(`${network.baseUrl}${query}`, { token, headers });
}

describe('GET /v1/statistics/loans', () => {
  it('[STA-02] says nothing of a month that runs: two looks would tell one loan', async () => {
    const { status, body } = await read('STATS');
    expect(status).toBe(200);
    expect(body['items']).toEqual([
      {
        commune: 'valserine',
        month: '2026-11',
        state: 'OPEN',
        closesAt: '2026-12-11T00:00:00+01:00',
      },
    ]);
  });

  it('[STA-01] [#16] hides what is small and what would betray it, less for the house than for the public', async () => {
    await moveTo(network, '2026-12-12T09:00:00+01:00');
    const libraries = (loans: (number | null)[], returns: (number | null)[]) =>
      ['vs-bibliobus', 'vs-centre', 'vs-gare'].map((library, n) =>
        expect.objectContaining({ library, loans: loans[n], returns: returns[n] }),
      );
    for (const [role, k] of [
      ['STATS', 11],
      ['MANAGER', 5],
    ] as const) {
      const { body } = await read(role);
      expect(body).toEqual({
        k,
        items: [
          {
            commune: 'valserine',
            month: '2026-11',
            state: 'CLOSED',
            total: { loans: 53, renewals: null, returns: 27, holds: null },
            libraries: libraries([null, null, 26], [null, null, null]),
          },
        ],
      });
    }
  });

  it('[STA-02] [#12] [RET-01] stands as it was when the loans themselves are forgotten', async () => {
    const before = await read('MANAGER');
    await moveTo(network, '2027-04-01T01:00:00+02:00');
    const { body: loans } = await read('DPO', '/v1/retention-runs?commune=valserine');
    expect(JSON.stringify(loans)).toContain(
      '"rule":"RET-01","commune":"valserine","category":"LOAN_LINK","found":27,"deleted":27,"recount":0',
    );
    expect((await read('MANAGER')).body).toEqual(before.body);
  });

  it('[GOV-10] another commune is absent, and those who have no business here are refused', async () => {
    expect((await read('STATS', path, ['montfort'])).status).toBe(404);
    expect((await read('COMMUNICATION')).status).toBe(403);
    expect((await read('DESK')).status).toBe(403);
    expect((await read('STATS', '/v1/statistics/loans?from=2026-13&to=2026-11')).status).toBe(400);
  });

  it('is a page with a chart and its table for who asks for one', async () => {
    const token = await tokenOf(network, { role: 'STATS', communes: ['*'] });
    const headers = { authorization: `Bearer ${token}`, accept: 'text/html' };
    const html = await (await fetch(`${network.baseUrl}${path}`, { headers })).text();
    expect(html).toContain('novembre 2026\u00A0: 53');
    expect(html).toContain(
      '<th scope="row" role="rowheader">Ensemble</th><td role="cell" data-label="Prêts">53</td><td role="cell" data-label="Prolongations">caché</td>',
    );
  });
});
