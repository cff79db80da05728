import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import {
  ana,
  loanCreated,
  loanReturned,
  moveTo,
  postEvents,
  put,
  raw,
  settle,
  startTestNetwork,
  tokenOf,
  type TestNetwork,
} from '../../support/network.ts';
import { readPdf } from '../../support/pdf.ts';
import { said, sitAt } from '../../support/messages.ts';
import { countRaw, erase } from '../../support/rights.ts';

const Items = z.object({ items: z.array(z.object({ loanRef: z.string() })) });
let network: TestNetwork;

beforeAll(async () => {
  // The paper forms of November are typed in late: what a form says on its day holds from that day.
  const start = Temporal.Instant.from('2027-03-30T09:00:00+02:00');
  network = await startTestNetwork({ clock: { held: true, start } });
  const ils = network.as('ILS');
  const child = { category: 'CHILD', birthYear: undefined, birthDate: '2015-03-01' };
  const parent = { patronRef: 'koha:77' };
  await put(ils, 'koha:77', ana({ name: { family: 'Parent' } }));
  for (const ref of ['koha:1042', 'koha:1043']) await put(ils, ref);
  for (const ref of ['koha:8', 'koha:9']) await put(ils, ref, ana({ ...child, guardian: parent }));

  await choose('koha:1042', 'GIVEN');
  // Without their parent one child’s yes is only half of it (CON-06).
  await choose('koha:8', 'GIVEN');
  const act = { act: 'FORM_TICK', at: '2026-11-23T08:30:00+01:00', ref: 'koha:77' };
  await choose('koha:9', 'GIVEN', { guardian: act });
  await postEvents(
    ils,
    ['koha:1042', 'koha:1043', 'koha:8', 'koha:9'].flatMap((patronRef, n) => [
      loanCreated(`new-${String(n)}`, { patronRef }),
      loanReturned(`new-${String(n)}`, { at: '2026-11-23T17:50:00+01:00' }),
      loanCreated(`old-${String(n)}`, { patronRef, title: 'L’Œuvre' }),
      loanReturned(`old-${String(n)}`, { at: '2026-11-22T10:00:00+01:00' }),
    ]),
  );
  await moveTo(network, '2027-04-01T09:00:00+02:00');
}, 120_000);
afterAll(() => network.stop());

async function choose(ref: string, decision: string, more: object = {}): Promise<void> {
  const desk = await sitAt(network, { role: 'DESK' });
  const notice = { id: 'history-keep', version: 1, locale: 'fr' };
  const answer = await desk.put(
    `/v1/patrons/${ref}/consents/HISTORY_KEEP/PORTAL`,
    said(decision, { ...(decision === 'GIVEN' && { notice }), ...more }),
  );
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  await settle(network);
}

async function listOf(ref: string, claims: object, accept = 'application/json') {
  const token = await tokenOf(network, claims);
  return raw(`${network.baseUrl}/v1/patrons/${ref}/reading-list`, { token, headers: { accept } });
}
const refs = async (ref: string, claims: object) =>
  Items.parse((await listOf(ref, claims)).body).items.map(({ loanRef }) => loanRef);
const self = (patronRef: string) => ({ role: 'PATRON', patronRef });

async function written(ref: string, claims: object, accept: string): Promise<Response> {
  return fetch(`${network.baseUrl}/v1/patrons/${ref}/reading-list`, {
    headers: { authorization: `Bearer ${await tokenOf(network, claims)}`, accept },
  });
}
const page = async (ref: string, claims: object) =>
  (await written(ref, claims, 'text/html')).text();
const paper = async (ref: string, claims: object) =>
  (await readPdf(await (await written(ref, claims, 'application/pdf')).arrayBuffer())).pages.flat();

const asked = async (ref: string, claims: object, work: object) =>
  raw(`${network.baseUrl}/v1/patrons/${ref}/has-borrowed`, {
    method: 'POST',
    token: await tokenOf(network, claims),
    body: work,
  });
const desk = { role: 'DESK', communes: ['valserine'] };

describe('the reading list of a reader with a history', () => {
  it('[RGT-04] [RET-12] [#8] [#40] is the full list: what came back since the consent, beyond four months', async () => {
    expect(await refs('koha:1042', self('koha:1042'))).toEqual(['koha:new-0']);
    expect(await refs('koha:1043', self('koha:1043'))).toEqual([]);
  });

  it('[RGT-04] [RET-22] the staff never have it as data; the desk prints it for who stands there', async () => {
    expect(await refs('koha:1042', desk)).toEqual([]);
    const csv = await written('koha:1042', desk, 'text/csv');
    expect(await csv.text()).not.toContain('Germinal');
    expect(await page('koha:1042', desk)).toContain('Germinal');
    expect(await page('koha:1043', desk)).not.toContain('Germinal');
    expect(await paper('koha:1042', desk)).toContain('Germinal');
    expect(await paper('koha:1043', desk)).not.toContain('Germinal');
    for (const role of ['MANAGER', 'DPO', 'ILS', 'REGISSEUR'])
      expect((await listOf('koha:1042', { role, communes: ['*'] }, 'text/html')).status).toBe(403);
  });

  it('[CON-06] [RET-12] under 15 takes the child and a parent, and shows it to both', async () => {
    expect(await refs('koha:8', self('koha:8'))).toEqual([]);
    expect(await refs('koha:9', self('koha:9'))).toEqual(['koha:new-3']);
    expect(await refs('koha:9', { role: 'GUARDIAN', guardianOf: ['koha:9'] })).toEqual([
      'koha:new-3',
    ]);
  });
});

describe('“have I read it?”', () => {
  it('[#27] says yes or no for one work, to readers from their history, to the desk from the live window', async () => {
    const title = { title: 'GERMINAL' };
    const mine = await asked('koha:1042', self('koha:1042'), title);
    expect([mine.status, mine.body]).toEqual([200, { borrowed: true, on: '2026-11-02' }]);
    expect((await asked('koha:1042', desk, title)).body).toEqual({ borrowed: false });
    expect((await asked('koha:1042', self('koha:1042'), { title: 'L’Œuvre' })).body).toEqual({
      borrowed: false,
    });
    await postEvents(network.as('ILS'), [
      loanCreated('now', { at: '2027-03-20T10:00:00+01:00', title: 'Écrits (tome 1)' }),
      loanReturned('now', { at: '2027-03-30T10:00:00+02:00' }),
    ]);
    expect((await asked('koha:1042', desk, { itemRef: 'koha:item:now' })).body).toEqual({
      borrowed: true,
      on: '2027-03-20',
    });
    expect((await asked('koha:1042', desk, { title: 'ecrits tome 1' })).body).toMatchObject({
      borrowed: true,
    });
    expect((await asked('koha:1043', desk, { itemRef: 'koha:item:now' })).body).toEqual({
      borrowed: false,
    });
  });

  it('[#27] [GOV-10] not to everybody, and never for more than one work', async () => {
    const work = { itemRef: 'koha:item:now' };
    const status = async (claims: object, body: object = work) =>
      (await asked('koha:1042', claims, body)).status;
    expect(await status(self('koha:1043'))).toBe(404);
    expect(await status({ role: 'DESK', communes: ['montfort'] })).toBe(404);
    for (const role of ['MANAGER', 'DPO', 'ILS', 'LIBRARIAN'])
      expect(await status({ role, communes: ['*'] })).toBe(403);
    expect(await status(desk, {})).toBe(422);
    expect(await status(desk, { ...work, title: 'Nana' })).toBe(422);
    expect(await countRaw(network, 'loans.checked')).toBeGreaterThan(0);
    expect(await countRaw(network, 'Germinal')).toBe(0);
  });
});

describe('a history that ends', () => {
  it('[RET-13] is gone from every page on the second of the withdrawal, its bytes within the day', async () => {
    await choose('koha:1042', 'WITHDRAWN', { at: '2027-04-01T08:55:00+02:00' });
    // What is still in the live window stays there.
    expect(await refs('koha:1042', self('koha:1042'))).toEqual(['koha:now']);
    await moveTo(network, '2027-04-02T08:00:00+02:00');
    const token = await tokenOf(network, { role: 'DPO', communes: ['*'] });
    const runs = await raw(`${network.baseUrl}/v1/retention-runs`, { token });
    expect(JSON.stringify(runs.body)).toContain('RET-13.KEPT_LOAN');
  });

  it('[RGT-06] with its reader leaves no byte', async () => {
    const done = await erase(network, 'koha:9');
    expect(done.state).toBe('COMPLETED');
    expect(done.categories).toContainEqual(
      expect.objectContaining({ name: 'HISTORY', state: 'ERASED', found: 2, recount: 0 }),
    );
  });
});
