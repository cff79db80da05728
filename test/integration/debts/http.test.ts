import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ana,
  moveTo,
  postEvents,
  put,
  raw,
  settle,
  startTestNetwork,
  tokenOf,
  type TestNetwork,
} from '../../support/network.ts';
import { countRaw, erase, readCase } from '../../support/rights.ts';
import { opened, settled, titled } from './ground.ts';

let network: TestNetwork;
beforeAll(async () => {
  network = await startTestNetwork();
  const ils = network.as('ILS');
  await put(ils, 'koha:1042');
  await put(ils, 'koha:1043', ana({ name: { family: 'Benali' }, email: 'b@example.org' }));
  await postEvents(ils, [
    opened(1),
    titled(1),
    opened(2),
    opened(3, { patronRef: 'koha:1043', library: 'mf-centre', amountCents: 700 }),
    titled(3, { library: 'mf-centre', titleRef: 'koha:title:9' }),
  ]);
});
afterAll(() => network.stop());

const get = async (path: string, claims: object) =>
  raw(`${network.baseUrl}${path}`, { token: await tokenOf(network, claims) });
const regisseur = { role: 'REGISSEUR', communes: ['valserine'], sub: 'regie-1' };
const items = (body: Record<string, unknown>) => body['items'] as Record<string, unknown>[];

describe('the treasurer', () => {
  it('[RET-14] [GOV-10] reads the titles and debts of their communes, amounts and references alone', async () => {
    const list = await get('/v1/titles', regisseur);
    expect([list.status, items(list.body).map(({ titleRef }) => titleRef)]).toEqual([
      200,
      ['koha:title:118'],
    ]);
    const debts = await get('/v1/debts?commune=valserine', regisseur);
    expect(items(debts.body)).toEqual([
      {
        debtRef: 'koha:debt:2',
        patronRef: 'koha:1042',
        amountCents: 1250,
        openedOn: '2026-11-02',
      },
    ]);
    expect(items((await get('/v1/debts?commune=montfort', regisseur)).body)).toEqual([]);
    expect((await get('/v1/titles/koha:title:9', regisseur)).status).toBe(404);
    expect((await get('/v1/titles/koha:title:404', regisseur)).status).toBe(404);
  });

  it('[DIS-07] has a closed form for the Trésor: debtor, amount, references, dates', async () => {
    const { status, body } = await get('/v1/titles/koha:title:118', regisseur);
    expect(status).toBe(200);
    expect(Object.keys(body).toSorted()).toEqual([
      'amountCents',
      'commune',
      'debtor',
      'debts',
      'issuedOn',
      'keptUntil',
      'titleRef',
    ]);
    expect(Object.keys(body['debtor'] as object).toSorted()).toEqual(['address', 'name']);
  });
});

describe('everybody else', () => {
  const others = ['DESK', 'LIBRARIAN', 'MANAGER', 'COMMUNICATION', 'ADMIN', 'DPO', 'STATS', 'ILS'];

  it('[RET-22] [GOV-10] [#97] is refused the archive, whatever their role, and that is on record', async () => {
    for (const role of [...others, 'PATRON', 'GUARDIAN']) {
      const claims = { role, communes: ['valserine'], sub: `${role}-1`, patronRef: 'koha:1042' };
      const statuses = await Promise.all(
        ['/v1/titles', '/v1/titles/koha:title:118'].map(async (path) => get(path, claims)),
      );
      expect([role, ...statuses.map(({ status }) => status)]).toEqual([role, 403, 403]);
    }
    const logs = await readFile(join(network.local.folder.path, 'logs/functions.jsonl'), 'utf8');
    for (const person of ['regie-1', ...others.map((role) => `${role}-1`)])
      expect([person, await countRaw(network, person)]).not.toEqual([person, 0]);
    expect(await countRaw(network, 'titles.refused')).toBeGreaterThanOrEqual(2 * others.length);
    expect(logs).toContain('ACCESS_REFUSED');
    expect(logs).not.toMatch(/DESK-1|regie-1|title:118|Nguyên/u);
  });

  it('[RET-22] has no role of AWS either: two functions open the archive, and none of them serves the desk', () => {
    const opening = network.local.inventory.functions.filter(({ grants }) => {
      const onTable = (table: string, action: string) =>
        grants.some(
          (grant) =>
            'table' in grant &&
            grant.table === table &&
            grant.actions.some((one) => one === action),
        );
      return onTable('Titles', 'dynamodb:Query') && onTable('TitleKeys', 'dynamodb:GetItem');
    });
    expect(opening.map(({ id }) => id).toSorted()).toEqual(['debts-titles', 'rights-export']);
  });
});

describe('[RGT-06] an erasure', () => {
  it('[RET-11] waits for the debt with the identity of who owes, keeps the title, and ends when it is settled', async () => {
    const desk = { role: 'DESK', communes: ['valserine'] };
    const { body: seen } = await get('/v1/patrons/koha:1042', desk);
    // The first debt has its title in the archive, which no longer needs the reader.
    expect(seen['blockers']).toEqual([
      { code: 'DEBT', since: '2026-11-02', until: '2030-11-03', owner: 'REGISSEUR' },
    ]);
    const partial = await erase(network, 'koha:1042');
    const states = Object.fromEntries(partial.categories.map((one) => [one.name, one]));
    expect(partial.state).toBe('AWAITING_BLOCKER');
    expect(states['DEBTS']).toMatchObject({ state: 'WAITING', blocker: { code: 'DEBT' } });
    expect(states['IDENTITY']).toMatchObject({ state: 'WAITING', blocker: { code: 'DEBT' } });
    expect(states['DEBT_TITLES']).toMatchObject({
      ...{ state: 'KEPT', ground: 'GDPR 17(3)(b)', found: 1, deleted: 0, recount: 1 },
    });
    await postEvents(network.as('ILS'), [settled(2)]);
    await moveTo(network, '2026-11-24T09:00:00+01:00');
    await settle(network);
    const done = await readCase(network, partial.id);
    expect(done.state).toBe('COMPLETED');
    expect(done.categories.find(({ name }) => name === 'DEBT_TITLES')?.state).toBe('KEPT');
    for (const trace of ['Nguyên', '3 rue du Bac', 'koha:1042'])
      expect([trace, await countRaw(network, trace)]).toEqual([trace, 0]);
    const { status, body } = await get('/v1/titles/koha:title:118', regisseur);
    expect([status, (body['debtor'] as { name: unknown }).name]).toEqual([
      200,
      { family: 'Nguyên', given: ['Ana'] },
    ]);
  });
});
