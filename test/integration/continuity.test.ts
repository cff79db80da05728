import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  loanCreated,
  loanReturned,
  moveTo,
  postEvents,
  put,
  startTestNetwork,
  tokenOf,
  type TestNetwork,
} from '../support/network.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'discretion-continuity-'));
const options = { dataFolder, inMemory: false };
let network: TestNetwork;

beforeAll(async () => {
  network = await startTestNetwork(options);
  const ils = network.as('ILS');
  await put(ils, 'koha:1042');
  await put(ils, 'koha:1043');
  await postEvents(ils, [
    loanCreated(1, { dueOn: '2026-12-07', title: 'Une vie, "longue"' }),
    loanCreated(2, { dueOn: '2026-11-30', patronRef: 'koha:1043', title: '=Nana' }),
    loanCreated(3, { title: 'La Terre' }),
    loanReturned(3),
    loanCreated(4, { library: 'mf-centre', title: 'Ailleurs' }),
  ]);
});
afterAll(async () => {
  await network.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

async function sheet({
  query = 'library=vs-centre',
  accept = 'text/csv',
  claims = { role: 'MANAGER', communes: ['valserine'] },
}: {
  query?: string;
  accept?: string;
  claims?: object;
} = {}): Promise<{ status: number; text: string; link: string | null }> {
  const token = await tokenOf(network, claims);
  const url = `${network.baseUrl}/v1/continuity/open-loans?${query}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}`, accept } });
  return {
    status: answer.status,
    text: await answer.text(),
    link: answer.headers.get('link'),
  };
}

const linesOf = (text: string) => text.trimEnd().split('\r\n').slice(1);

async function accesses(): Promise<Record<string, string | undefined>[]> {
  const TableName = `${network.local.folder.tablePrefix}Loans`;
  const { Items = [] } = await network.local.client.send(new ScanCommand({ TableName }));
  return Items.filter(({ type }) => type?.S === 'open-loans.read').map((item) =>
    Object.fromEntries(Object.entries(item).map(([name, value]) => [name, value.S])),
  );
}

describe('[GOV-18] the sheet to lend with by hand', () => {
  it('names open loans of one library only, the first due first, and no contact', async () => {
    const { status, text } = await sheet();
    expect(status).toBe(200);
    expect(linesOf(text)).toEqual([
      "2026-11-30,koha:1043,koha:item:2,'=Nana,2026-11-02T10:00:00+01:00,koha:2",
      '2026-12-07,koha:1042,koha:item:1,"Une vie, ""longue""",2026-11-02T10:00:00+01:00,koha:1',
    ]);
    const page = await sheet({ accept: 'text/html' });
    for (const said of [
      'Fiche de prêt manuel',
      'Lecteur (référence)',
      'koha:1043',
      'Prêts faits à la main',
    ])
      expect(page.text).toContain(said);
    expect(page.text + text).not.toMatch(/La Terre|Ailleurs|Nguy|example\.org|\+336/u);
  });

  it('comes in pages, and only the last one has lines to fill in', async () => {
    const first = await sheet({ query: 'library=vs-centre&limit=1', accept: 'text/html' });
    expect(first.link).toBe('<?library=vs-centre&limit=1&cursor=1>; rel="next"');
    expect(first.text).not.toMatch(/koha:1042|faits à la main/u);
    const last = await sheet({ query: 'library=vs-centre&limit=1&cursor=1' });
    expect([linesOf(last.text).length, last.link]).toEqual([1, null]);
    expect(last.text).toContain('koha:1042');
  });

  it('[GOV-10] leaves a record of each reader on it, without the document; others get nothing', async () => {
    const before = (await accesses()).length;
    await sheet({ claims: { role: 'MANAGER', communes: ['valserine'], sub: 'agent-3' } });
    const seen = (await accesses()).filter(({ actor }) => actor === 'agent-3');
    expect(new Set(seen.map(({ subjectRef }) => subjectRef)).size).toBe(2);
    expect(JSON.stringify(seen)).not.toMatch(/koha|Nana/u);
    const stranger = { role: 'MANAGER', communes: ['montfort'] };
    expect((await sheet({ claims: stranger })).status).toBe(404);
    expect((await sheet({ query: 'library=nowhere' })).status).toBe(404);
    expect((await sheet({ claims: { role: 'DESK', communes: ['*'] } })).status).toBe(403);
    expect((await sheet({ query: 'library=vs-centre&patron=1' })).status).toBe(400);
    expect(await accesses()).toHaveLength(before + 2);
  });
});

describe('[GOV-18] the drill', () => {
  it('lends on paper while the service is down, and counts from the real dates afterwards', async () => {
    const paper = linesOf((await sheet()).text);
    await network.stop();
    const onPaper = [
      {
        ...loanCreated(5),
        at: '2026-11-25T14:30:00+01:00',
        dueOn: '2026-12-16',
        title: 'Pot-Bouille',
      },
      loanReturned(2, { at: '2026-11-26T10:00:00+01:00' }),
      loanReturned(6, { at: '2026-11-30T16:00:00+01:00' }),
      { ...loanCreated(6, { patronRef: 'koha:1043' }), at: '2026-11-24T11:00:00+01:00' },
    ];
    network = await startTestNetwork(options);
    await moveTo(network, '2026-12-03T09:00:00+01:00');
    expect(linesOf((await sheet()).text)).toEqual(paper);

    const outcomes = await postEvents(network.as('ILS'), onPaper);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill('APPLIED'));
    // RET-01: the month of the return on paper counts, not the month in which it was entered.
    expect(outcomes[1]).toMatchObject({ purgeAt: '2027-04-01T00:00:00+02:00' });
    expect(outcomes[3]).toMatchObject({ purgeAt: '2027-04-01T00:00:00+02:00' });
    const after = linesOf((await sheet()).text);
    expect(after.map((line) => line.split(',')[0])).toEqual(['2026-12-07', '2026-12-16']);
    expect(after[1]).toContain('2026-11-25T14:30:00+01:00,koha:5');
  });
});
